//! The GBVIMS minimum data set in forms and on pages.

mod circumstances;
mod pathway;
mod profile;
mod shown;

pub(crate) use circumstances::{PERPETRATORS, ask_circumstances, circumstances};
pub(crate) use pathway::{DETAILS, REPORTS, SECTORS};
pub(crate) use profile::{ask_profile, profile};
pub(crate) use shown::{of_circumstances, of_profile};

/// Asks for a code by a select that may stay empty.
macro_rules! select {
    ($form:expr, $here:expr, $name:expr, $kind:literal, $code:ty) => {{
        let spelled = |number| <$code>::try_from(number).ok().map(|code| code.as_str_name());
        let choices = $crate::pages::choices::all($here, $name, $kind, spelled);
        $form.select($name, choices)
    }};
}
pub(crate) use select;

/// The number of a code that was chosen; 0 when none was.
macro_rules! chosen {
    ($here:expr, $name:expr, $code:ty) => {
        <$code>::from_str_name($here.fields.get($name)).map_or(0, i32::from)
    };
}
pub(crate) use chosen;

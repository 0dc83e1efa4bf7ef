//! How entries of a case are kept, whatever they tell: the macro that declares their shapes.

/// One table for both directions: a fact, its stored type and shape, its fields in clear, and the field
/// that is told in words, sealed in the class narrative unless another is named.
///
/// The rules of `stored` hold: names never follow a rename in Rust (the golden files would tell), and a
/// shape that was once stored is not edited.
macro_rules! entries {
    ($($fact:ident = $stored:literal, $shape:ident {
        $($clear:ident: $kind:ty),* $(,)?
    } $(sealed $words:ident: $told:ty $(=> $class:ident)?)?;)+) => {
        /// Today's types, one per kind of fact.
        pub(super) const TYPES: &[&str] = &[$($stored),+];

        $(
            #[derive(Debug, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            struct $shape {
                entry: EntryId,
                by: StaffId,
                at: Moment,
                $($clear: $kind,)*
                $($words: Sealed,)?
            }
        )+

        /// The stored type of an entry.
        pub(super) const fn event_type(event: &Event) -> &'static str {
            match &event.fact {
                $(Fact::$fact { .. } => $stored,)+
            }
        }

        /// The stored bytes of an entry.
        pub(super) fn encode(event: Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
            let Event { entry, by, at, fact } = event;
            match fact {
                $(Fact::$fact { $($clear,)* $($words,)? } => {
                    $(let class = entries!(@class $($class)?);
                    let $words = sealer.seal(class, stringify!($words), &$words)?;)?
                    write(&$shape { entry, by, at, $($clear,)* $($words,)? })
                })+
            }
        }

        /// The entry in stored bytes; `None` when the type is not one of these.
        pub(super) fn decode(
            event_type: &str,
            payload: &[u8],
            opener: &Opener<'_>,
        ) -> Result<Option<Event>, CodecError> {
            match event_type {
                $($stored => {
                    let $shape { entry, by, at, $($clear,)* $($words,)? } = read(payload)?;
                    $(let class = entries!(@class $($class)?);
                    let $words: Sensitive<$told> =
                        opener.open(class, stringify!($words), &$words)?;)?
                    let fact = Fact::$fact { $($clear,)* $($words,)? };
                    Ok(Some(Event { entry, by, at, fact }))
                })+
                _ => Ok(None),
            }
        }
    };    (@class) => { Class::Narrative };
    (@class $class:ident) => { Class::$class };
}
pub(super) use entries;

//! A form as a value: what is asked, what was typed, what was wrong. One template draws them all.

mod fields;
pub(crate) mod upload;

use fields::is_sent_date;
pub(crate) use fields::{Fields, date};

use crate::trouble::Trouble;
use crate::words::Words;

/// A form of a page.
pub(crate) struct Form {
    /// Where it is sent.
    pub(crate) action: String,
    /// What it carries unseen: the request id, the version shown, earlier steps.
    pub(crate) hidden: Vec<(String, String)>,
    /// What it asks.
    pub(crate) fields: Vec<Field>,
    /// What the button says.
    pub(crate) submit: String,
    /// What a second button sends as `then`, and what it says; absent when there is none.
    pub(crate) second: Option<(&'static str, String)>,
    /// Whether the button destroys something.
    pub(crate) danger: bool,
    /// What is wrong with the form as a whole.
    pub(crate) troubles: Vec<String>,
    words: Words,
}

/// One question of a form.
pub(crate) struct Field {
    /// Its name, which is the field's path in the contract where there is one.
    pub(crate) name: &'static str,
    /// What it asks.
    pub(crate) label: String,
    /// How to answer; may be empty.
    pub(crate) hint: String,
    /// How it is answered.
    pub(crate) input: Input,
    /// What is wrong with the answer.
    pub(crate) errors: Vec<String>,
}

/// How a question is answered.
pub(crate) enum Input {
    /// One line.
    Line {
        /// The HTML type.
        kind: &'static str,
        /// What stands there.
        value: String,
        /// What a browser may fill in.
        complete: &'static str,
    },
    /// Several lines.
    Lines {
        /// What stands there.
        value: String,
    },
    /// One of several, or several.
    Choices {
        /// `radio` or `checkbox`.
        kind: &'static str,
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Nothing is answered: the questions behind it belong together under its label.
    Part,
    /// One of many, from a list that drops down.
    Select {
        /// The choices.
        choices: Vec<Choice>,
    },
}

/// One choice.
pub(crate) struct Choice {
    /// What is sent.
    pub(crate) value: String,
    /// What is read.
    pub(crate) label: String,
    /// Whether it is chosen.
    pub(crate) chosen: bool,
}

impl Form {
    /// A form that `action` takes; the button says the sentence under `submit`.
    pub(crate) fn new(words: Words, action: impl Into<String>, submit: &str) -> Self {
        Self {
            action: action.into(),
            hidden: Vec::new(),
            fields: Vec::new(),
            submit: words.say(submit),
            second: None,
            danger: false,
            troubles: Vec::new(),
            words,
        }
    }

    /// Carries a value unseen.
    pub(crate) fn hide(mut self, name: &str, value: impl Into<String>) -> Self {
        self.hidden.push((name.to_owned(), value.into()));
        self
    }

    /// A second button, which sends `then`; it says the sentence under `submit`.
    pub(crate) fn or(mut self, then: &'static str, submit: &str) -> Self {
        self.second = Some((then, self.words.say(submit)));
        self
    }

    /// A part that repeats: `shown` of at most `most` are asked for, and the second button asks for more.
    pub(crate) fn growing(self, shown: usize, most: usize) -> Self {
        let form = self.hide(ROWS, shown.to_string());
        if shown < most { form.or(MORE, "submit-more") } else { form }
    }

    /// The button destroys something.
    pub(crate) const fn dangerous(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Asks for a line of the HTML type `kind`, labelled by `label-NAME` with dots as hyphens.
    pub(crate) fn line(self, name: &'static str, kind: &'static str, fields: &Fields) -> Self {
        // A date field shows nothing but dates: what else she typed stands in a plain one.
        let kind = match (kind, fields.get(name)) {
            ("date", given) if !given.is_empty() && !is_sent_date(given) => "text",
            (kind, _) => kind,
        };
        let value = if kind == "password" { String::new() } else { fields.get(name).to_owned() };
        let complete = match name {
            "current_password" => "current-password",
            "password" if self.action == "/sign-in" || self.action == "/unlock" => {
                "current-password"
            }
            "password" | "new_password" => "new-password",
            "user_name" if self.action == "/sign-in" => "username",
            _ => "off",
        };
        self.field(name, Input::Line { kind, value, complete })
    }

    /// Asks for several lines.
    pub(crate) fn lines(self, name: &'static str, fields: &Fields) -> Self {
        let value = fields.get(name).to_owned();
        self.field(name, Input::Lines { value })
    }

    /// Asks for one of several.
    pub(crate) fn one_of(self, name: &'static str, choices: Vec<Choice>) -> Self {
        self.field(name, Input::Choices { kind: "radio", choices })
    }

    /// Asks for any of several.
    pub(crate) fn any_of(self, name: &'static str, choices: Vec<Choice>) -> Self {
        self.field(name, Input::Choices { kind: "checkbox", choices })
    }

    /// Asks for one of many.
    pub(crate) fn select(self, name: &'static str, choices: Vec<Choice>) -> Self {
        self.field(name, Input::Select { choices })
    }

    /// Begins a part of the form under this heading.
    pub(crate) fn part(mut self, heading: String) -> Self {
        let (hint, errors) = (String::new(), Vec::new());
        self.fields.push(Field { name: "", label: heading, hint, input: Input::Part, errors });
        self
    }

    /// Words the last question by the sentence under `label` instead, without its hint.
    pub(crate) fn worded(mut self, label: &str) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.label = self.words.say(label);
            field.hint.clear();
        }
        self
    }

    /// Words the last question by this label instead, without its hint.
    pub(crate) fn named(mut self, label: String) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.label = label;
            field.hint.clear();
        }
        self
    }

    /// Says under the last question how to answer it.
    pub(crate) fn hinted(mut self, hint: String) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.hint = hint;
        }
        self
    }

    fn field(mut self, name: &'static str, input: Input) -> Self {
        let key = name.replace(['.', '_'], "-");
        let label = self.words.say(&format!("label-{key}"));
        let hint = self.words.find(&format!("hint-{key}")).unwrap_or_default();
        self.fields.push(Field { name, label, hint, input, errors: Vec::new() });
        self
    }

    /// Shows what went wrong, at the fields where it belongs.
    pub(crate) fn with_trouble(mut self, trouble: Option<&Trouble>) -> Self {
        let Some(trouble) = trouble else { return self };
        self.troubles.push(trouble.sentence(self.words));
        for (path, sentence) in trouble.fields(self.words) {
            match self.fields.iter_mut().find(|field| path.as_str() == field.name) {
                Some(field) => field.errors.push(sentence),
                None => self.troubles.push(sentence),
            }
        }
        self
    }
}

/// How often a part that repeats was asked for.
const ROWS: &str = "rows";
/// What the button sends that asks for more of a part that repeats.
const MORE: &str = "more";

/// How often to ask for a part that repeats: `first` times, `first` more at every wish, `most` at most.
pub(crate) fn shown(fields: &Fields, first: usize, most: usize) -> usize {
    let asked = fields.get(ROWS).parse().unwrap_or(first).clamp(first, most);
    if wants_more(fields) { (asked + first).min(most) } else { asked }
}

/// Whether she wants more of a part that repeats, and nothing recorded yet.
pub(crate) fn wants_more(fields: &Fields) -> bool {
    fields.get("then") == MORE
}

impl Choice {
    /// A choice, chosen when `fields` says so.
    pub(crate) fn new(
        name: &str,
        value: impl Into<String>,
        label: impl Into<String>,
        fields: &Fields,
    ) -> Self {
        let value = value.into();
        let chosen = fields.all(name).any(|given| given == value);
        Self { value, label: label.into(), chosen }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_grows_at_every_wish_and_has_an_end() {
        let of = |pairs: &[(&str, &str)]| shown(&Fields::of(pairs), 4, 10);
        assert_eq!((of(&[]), of(&[("then", "more")])), (4, 8));
        assert_eq!((of(&[("rows", "8")]), of(&[("rows", "8"), ("then", "more")])), (8, 10));
        assert_eq!((of(&[("rows", "99")]), of(&[("rows", "0")]), of(&[("rows", "x")])), (10, 4, 4));
    }
}

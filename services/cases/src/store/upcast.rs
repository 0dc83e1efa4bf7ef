//! Old stored shapes become the newest before they are read.

use std::borrow::Cow;

use serde_json::{Value, json};

/// From one stored shape to the next.
pub(super) struct Step {
    /// The type that was stored.
    pub from: &'static str,
    /// The type that it becomes.
    pub to: &'static str,
    /// Changes the fields. Sealed fields pass through unopened: they stay bound to the stored type.
    pub change: fn(Value) -> Value,
}

/// Every step there is.
pub(super) const STEPS: &[Step] = &[
    // Before the minimum data set was asked, nothing of it is known.
    Step { from: "case_opened.v1", to: "case_opened.v2", change: |old| with(old, "profile") },
    Step {
        from: "incident_recorded.v1",
        to: "incident_recorded.v2",
        change: |old| with(old, "circumstances"),
    },
    // Whether what became of health care was told with it was not kept.
    Step {
        from: "incident_recorded.v2",
        to: "incident_recorded.v3",
        change: |old| with_value(old, "health_settled", Value::Bool(false)),
    },
    // How and by whom a consent was given was not asked.
    Step {
        from: "consent_granted.v1",
        to: "consent_granted.v2",
        change: |old| with(old, "giving"),
    },
    // Nothing but a wish to take it back ended one.
    Step {
        from: "consent_withdrawn.v1",
        to: "consent_withdrawn.v2",
        change: |old| with_value(old, "because", Value::from("taken_back")),
    },
    Step {
        from: "follow_up_recorded.v1",
        to: "follow_up_recorded.v2",
        change: follow_up_with_goals,
    },
    Step {
        from: "referral_progressed.v1",
        to: "referral_progressed.v2",
        change: progress_with_its_time,
    },
];

/// What a completion led to was not kept, and it happened, as far as was known, when the case learnt of it.
fn progress_with_its_time(mut old: Value) -> Value {
    if let Some(fields) = old.as_object_mut() {
        let at = fields.get("at").cloned().unwrap_or_default();
        fields.insert("outcome".to_owned(), Value::Null);
        fields.insert("happened_at".to_owned(), at);
    }
    old
}

/// Meetings of before looked at no goals and set no day for the next.
fn follow_up_with_goals(mut old: Value) -> Value {
    if let Some(fields) = old.as_object_mut() {
        fields.insert("goals".to_owned(), json!({}));
        fields.insert("next_on".to_owned(), Value::Null);
    }
    old
}

/// The fields of an event with one more, which was not asked for when it was stored.
fn with(old: Value, field: &str) -> Value {
    with_value(old, field, Value::Null)
}

fn with_value(mut old: Value, field: &str, value: Value) -> Value {
    if let Some(fields) = old.as_object_mut() {
        fields.insert(field.to_owned(), value);
    }
    old
}

/// The newest type and payload of a stored event; borrowed when it is the newest already.
pub(super) fn upcast<'a>(
    steps: &[Step],
    event_type: &'a str,
    payload: &'a [u8],
) -> Result<(&'a str, Cow<'a, [u8]>), serde_json::Error> {
    let mut newest = (event_type, Cow::Borrowed(payload));
    while let Some(step) = steps.iter().find(|step| step.from == newest.0) {
        let changed = (step.change)(serde_json::from_slice(&newest.1)?);
        newest = (step.to, Cow::Owned(serde_json::to_vec(&changed)?));
    }
    Ok(newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How `case_closed.v0`, which said `why`, would have become today's shape by way of another.
    const CHAIN: &[Step] = &[
        Step {
            from: "case_closed.v0",
            to: "case_closed.v0b",
            change: |old| json!({ "reason": old["why"], "at": old["at"] }),
        },
        Step {
            from: "case_closed.v0b",
            to: "case_closed.v1",
            change: |old| json!({ "reason": old["reason"], "at": old["at"].as_i64().map(|at| at * 1_000) }),
        },
    ];

    #[test]
    fn an_old_shape_goes_through_every_step_to_the_newest() {
        let (kind, payload) =
            upcast(CHAIN, "case_closed.v0", br#"{"why":"other","at":7}"#).unwrap();
        assert_eq!(kind, "case_closed.v1");
        let read: Value = serde_json::from_slice(&payload).unwrap();
        assert_eq!(read, json!({ "reason": "other", "at": 7_000 }));
    }

    #[test]
    fn the_newest_shape_is_not_touched() {
        let (kind, payload) = upcast(CHAIN, "case_closed.v1", b"as it is").unwrap();
        assert_eq!((kind, payload.as_ref()), ("case_closed.v1", b"as it is".as_slice()));
    }
}

//! Several aggregates in one command: a name is claimed and its owner created in one append.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::streams::{Call, Streams, TransactError};
use sentier_eventing::vault::{KeyRing, Opener, Sealer};
use sentier_kernel::{Category, Decider, Explain, Moment};
use sentier_test_support::databases::Fresh;
use uuid::Uuid;

use crate::tally::{Counted, TallyCodec, call};

const NAME: Uuid = Uuid::from_u128(500);

/// A name that one owner may hold.
#[derive(Debug)]
struct Name;

#[derive(Debug, thiserror::Error)]
#[error("the name is taken")]
struct Taken;

impl Explain for Taken {
    fn category(&self) -> Category {
        Category::Exists
    }
    fn reason(&self) -> &'static str {
        "NAME_TAKEN"
    }
}

#[derive(Clone, Debug)]
struct Claimed(Uuid);

impl Decider for Name {
    type State = Option<Uuid>;
    type Command = Uuid;
    type Event = Claimed;
    type Rejection = Taken;

    fn initial() -> Option<Uuid> {
        None
    }

    fn decide(state: &Option<Uuid>, owner: Uuid, _at: Moment) -> Result<Vec<Claimed>, Taken> {
        if state.is_some() { Err(Taken) } else { Ok(vec![Claimed(owner)]) }
    }

    fn evolve(_state: Option<Uuid>, event: &Claimed) -> Option<Uuid> {
        Some(event.0)
    }
}

#[derive(Debug)]
struct NameCodec;

impl Codec for NameCodec {
    type Aggregate = Name;

    fn event_type(_event: &Claimed) -> &'static str {
        "claimed.v1"
    }

    fn encode(event: &Claimed, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        Ok(event.0.as_bytes().to_vec())
    }

    fn decode(_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Claimed, CodecError> {
        Uuid::from_slice(payload).map(Claimed).map_err(|_length| CodecError::UnknownType)
    }
}

/// Claims the name for `owner`, whose stream gets its first event behind `expected`.
async fn claim(
    names: &Streams<NameCodec>,
    call: Call,
    owner: Uuid,
    expected: i64,
) -> Result<bool, TransactError<Taken>> {
    let around = call.clone();
    let committed = names
        .transact_with(
            call,
            NAME,
            KeyRing::none(),
            move |name| Name::decide(name, owner, Moment::from_micros(1)),
            move |_claimed| {
                let born = [Counted { by: 1, note: None }];
                let ring = KeyRing::none();
                Ok(vec![Streams::<TallyCodec>::appended(&around, owner, expected, &ring, &born)?])
            },
        )
        .await?;
    Ok(committed.repeated)
}

pub(crate) async fn of_two_claims_on_one_name_exactly_one_wins(fresh: Fresh) {
    // Two callers of one process, and one of another.
    let (here, there) = (fresh.store().await, fresh.store().await);
    let owners = [Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3)];
    let names = [Streams::new(&here), Streams::new(&here), Streams::new(&there)];
    let (first, second, third) = tokio::join!(
        claim(&names[0], call(1), owners[0], 0),
        claim(&names[1], call(2), owners[1], 0),
        claim(&names[2], call(3), owners[2], 0),
    );
    let answers = [first, second, third];
    let won: Vec<usize> = (0..3).filter(|index| answers[*index].is_ok()).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    for answer in answers {
        assert!(matches!(answer, Ok(false) | Err(TransactError::Rejected(Taken))), "{answer:?}");
    }
    assert_eq!(*names[0].state(NAME).await.expect("reads").state, Some(owners[won[0]]));
    let tallies = Streams::<TallyCodec>::new(&here);
    for (index, owner) in owners.iter().enumerate() {
        let version = tallies.state(*owner).await.expect("reads").version;
        assert_eq!(version, i64::from(won.contains(&index)), "a loser leaves nothing");
    }
    let again = call(u128::try_from(won[0]).expect("small") + 1);
    assert!(claim(&names[0], again, owners[won[0]], 0).await.expect("answers"), "a repeat");
    assert_eq!(here.read_head().await.expect("reads"), 2);
}

pub(crate) async fn a_claim_and_its_owner_are_stored_together_or_not_at_all(fresh: Fresh) {
    let store = fresh.store().await;
    let names = Streams::<NameCodec>::new(&store);
    let owner = Uuid::from_u128(1);
    let ahead = claim(&names, call(1), owner, 5).await;
    assert!(matches!(ahead, Err(TransactError::Stale)), "{ahead:?}");
    Streams::<TallyCodec>::new(&store)
        .transact(call(2), owner, KeyRing::none(), crate::tally::count(1))
        .await
        .expect("counts");
    let behind = claim(&names, call(3), owner, 0).await;
    assert!(matches!(behind, Err(TransactError::Stale)), "{behind:?}");
    assert_eq!(*names.state(NAME).await.expect("reads").state, None, "the name is still free");
    assert!(!claim(&names, call(4), owner, 1).await.expect("claims"));
    assert_eq!(store.read_head().await.expect("reads"), 3);
}

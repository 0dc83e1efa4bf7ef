//! A checkpoint says what the log signed, and nothing else passes for it.

use super::*;

const ORIGIN: &str = "sentier.example/ogou-1/cases";

fn signer() -> Signer {
    Signer::new(ORIGIN, &[7; 32]).expect("a good name")
}

#[test]
fn a_signed_checkpoint_is_read_back() {
    let note = signer().sign(42, &[9; 32]);
    let expected = Checkpoint { origin: ORIGIN.to_owned(), size: 42, root: [9; 32] };
    assert_eq!(signer().verifier().verify(&note), Ok(expected.clone()));
    let cosigned = format!("{note}— witness.example AAAAAAAA\n");
    assert_eq!(signer().verifier().verify(&cosigned), Ok(expected));
}

#[test]
fn another_size_key_or_log_does_not_pass() {
    let note = signer().sign(42, &[9; 32]);
    let verifier = signer().verifier();
    assert_eq!(verifier.verify(&note.replace("\n42\n", "\n43\n")), Err(CheckpointError::Unsigned));
    assert_eq!(
        verifier.verify(&note.replace("\n42\n", "\n042\n")),
        Err(CheckpointError::Malformed)
    );
    assert_eq!(verifier.verify("not a note"), Err(CheckpointError::Malformed));
    let thief = Signer::new(ORIGIN, &[8; 32]).expect("a good name");
    assert_eq!(verifier.verify(&thief.sign(42, &[9; 32])), Err(CheckpointError::Unsigned));
    let other = Signer::new("sentier.example/other", &[7; 32]).expect("a good name");
    assert_eq!(verifier.verify(&other.sign(42, &[9; 32])), Err(CheckpointError::Foreign));
    assert!(Signer::new("two words", &[7; 32]).is_err());
}

#[test]
fn a_verifier_key_is_read_back_and_a_forged_one_is_not() {
    let verifier = signer().verifier();
    let text = verifier.verifier_key();
    assert_eq!(Verifier::parse(&text), Ok(verifier));
    for forged in ["", "name", "name+00+", &text.replace(ORIGIN, "sentier.example/other")] {
        assert_eq!(Verifier::parse(forged), Err(CheckpointError::Malformed), "{forged}");
    }
}

#[test]
fn a_signed_text_is_read_back_and_is_no_checkpoint() {
    let signer = Signer::new("sentier/test", &[7; 32]).unwrap();
    let note = signer.note("certificate v1\ncase: 1\n");
    let verifier = signer.verifier();
    assert_eq!(verifier.signed(&note), Ok("certificate v1\ncase: 1"));
    assert!(verifier.verify(&note).is_err());
    let forged = note.replace("case: 1", "case: 2");
    assert_eq!(verifier.signed(&forged), Err(CheckpointError::Unsigned));
    let other = Signer::new("sentier/test", &[8; 32]).unwrap().verifier();
    assert_eq!(other.signed(&note), Err(CheckpointError::Unsigned));
}

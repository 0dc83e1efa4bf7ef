//! The vectors that Certificate Transparency publishes, and every small tree against the definition.

use super::*;

/// Certificate Transparency's reference entries.
fn entries() -> Vec<Hash> {
    [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    .map(|entry| leaf_hash(&hex::decode(entry).expect("hex")))
    .to_vec()
}

/// RFC 9162, 2.1.1, word for word.
fn defined(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let mut middle = 1;
            while middle * 2 < leaves.len() {
                middle *= 2;
            }
            node_hash(&defined(&leaves[..middle]), &defined(&leaves[middle..]))
        }
    }
}

fn many(size: u64) -> Vec<Hash> {
    (0..size).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

#[test]
fn roots_are_those_of_certificate_transparency() {
    let roots = [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ];
    for (size, expected) in roots {
        assert_eq!(hex::encode(root(&entries()[..size])), expected, "of {size} leaves");
    }
}

#[test]
fn the_frontier_gives_the_defined_root_at_every_size() {
    let leaves = many(130);
    let mut edge = Frontier::new();
    for (size, leaf) in leaves.iter().enumerate() {
        assert_eq!(edge.root(), defined(&leaves[..size]));
        edge.append(*leaf);
    }
}

#[test]
fn every_leaf_is_proved_and_only_at_its_place() {
    for size in 1..=33_u64 {
        let leaves = many(size);
        let top = root(&leaves);
        for (index, leaf) in (0_u64..).zip(&leaves) {
            let path = inclusion(&leaves, usize::try_from(index).expect("small")).expect("a leaf");
            for claimed in 0..=size {
                let holds = includes(*leaf, claimed, size, &path, &top);
                assert_eq!(holds, claimed == index, "{index} claimed at {claimed} of {size}");
            }
            assert!(!includes(leaf_hash(b"forged"), index, size, &path, &top));
        }
    }
}

#[test]
fn growth_is_proved_and_a_rewritten_leaf_is_not() {
    for size in 1..=33_usize {
        let leaves = many(33)[..size].to_vec();
        let sized = |leaves: &[Hash]| (u64::try_from(leaves.len()).expect("small"), root(leaves));
        for old in 1..=size {
            let path = consistency(&leaves, old).expect("a proof");
            assert!(consistent(sized(&leaves[..old]), sized(&leaves), &path), "{old} of {size}");
            let mut rewritten = leaves.clone();
            rewritten[old - 1] = leaf_hash(b"rewritten");
            let path = consistency(&rewritten, old).expect("a proof");
            assert!(!consistent(sized(&leaves[..old]), sized(&rewritten), &path));
        }
    }
}

//! The check character: a weighted sum over GF(32), the field whose elements are the 32 characters.
//! All weights differ and none is zero, so that one wrong character, and any two swapped, change the
//! sum. (The usual sums modulo 31 or 37 need characters that are not in the alphabet.)

use super::DATA;

/// The check character's number for a reference's seven numbers, such that `Σ wᵢ·dᵢ + check = 0`, where
/// `wᵢ = α^(i+1)`. The check character's own weight is `α⁰ = 1`.
pub(super) fn number(data: [u8; DATA]) -> u8 {
    // Horner's rule from the far end; adding and subtracting are both XOR.
    data.iter().rev().fold(0, |sum, digit| times_alpha(sum ^ digit))
}

/// Multiplies by α, a root of x⁵ + x² + 1, whose powers run through all 31 elements but zero.
fn times_alpha(element: u8) -> u8 {
    let doubled = element << 1;
    if doubled & 0b10_0000 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_powers_of_alpha_are_all_different() {
        let powers = std::iter::successors(Some(1), |power| Some(times_alpha(*power)));
        assert_eq!(powers.take(31).collect::<BTreeSet<_>>().len(), 31);
    }
}

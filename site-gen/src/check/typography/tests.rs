use super::*;

fn told(text: &str, lang: &str) -> Vec<String> {
    let mut block = Block::default();
    block.push(text, 0..text.len(), Origin::Typed);
    let lang = lang.parse().unwrap_or_else(|_| unreachable!());
    in_block(&block, &lang).into_iter().map(|finding| text[finding.span].to_owned()).collect()
}

#[test]
fn every_pattern_can_be_read() {
    let entries = (french::ENTRIES.len(), english::ENTRIES.len());
    assert_eq!((french::SIGNS.len(), english::SIGNS.len()), entries);
    for (text, lang) in [("À 13H30", "fr"), ("At 2 pm", "en")] {
        assert_eq!(told(text, lang).len(), 1, "{text}");
    }
}

/// What is to be written instead, for each.
fn helps(text: &str, lang: &str) -> Vec<String> {
    let mut block = Block::default();
    block.push(text, 0..text.len(), Origin::Typed);
    let lang = lang.parse().unwrap_or_else(|_| unreachable!());
    in_block(&block, &lang).into_iter().map(|finding| finding.help.english().to_owned()).collect()
}

#[test]
fn the_help_says_the_same_in_another_spelling() {
    for (text, right) in [
        ("À 13H30", "« 13 h 30 »"),
        ("dès 09:15", "« 9 h 15 »"),
        ("Au 819-777-6022", "« 819 777-6022 »"),
        ("La 21ème fois", "« 21e »"),
        ("La 1ère fois", "« 1re »"),
        ("Pour $35", "« 35 $ »"),
        ("Il y a 1,250,000 gens", "« 1 250 000 »"),
        ("Un total de 1,000.50", "« 1 000,50 »"),
    ] {
        let helps = helps(text, "fr");
        assert!(helps.len() == 1 && helps[0].contains(right), "{text}: {helps:?}");
    }
    for (text, right) in [
        ("At 09:15AM", "“9:15 a.m.”"),
        ("At 14h30", "“2:30 p.m.”"),
        ("On 3rd March 2027", "“March 3, 2027”"),
        ("Call 819 777-6022", "“819-777-6022”"),
    ] {
        let helps = helps(text, "en");
        assert!(helps.len() == 1 && helps[0].contains(right), "{text}: {helps:?}");
    }
}

#[test]
fn what_may_be_something_else_is_not_reported() {
    for text in [
        "Prenez 0,125 mg, 1,5 kg, 12,345 %, 1,250 $ ou 2,125 enfants par famille.",
        "Québec (Québec)  G1V 4H5, H3T 1H2, g1v 4h5, H4H\u{a0}1H2, G1V4H5.",
        "Salle 12H, unité 5H, pavillon 3 H, bureau 4H12, aux unités 4H et 5H, salle 12:30.",
        "Vitamine B12, feuille A4, un format de 16:10, à l’échelle 1:24, Jean 3:16, à 12:30 de la vidéo.",
        "Ouvert 24/7/365, tension 120/80, 2 mg/5 ml, dossier 819-555-0142, les salles 101,102,103.",
        "La référence 12/34/5678, US$20, 20 $ 5 fois, un écran de 24\", un an de 2025/11/22-3.",
        "La version 14.30.2, de 10 à 20, le 2025-11-22, a/14:30, 14:30:15.",
    ] {
        assert!(told(text, "fr").is_empty(), "{text}: {:?}", told(text, "fr"));
    }
    for text in [
        "Take 0.125 mg or 2.5 mg/5 mL; 1,250 people; a ratio of 3 : 4 or 16:10.",
        "Room 12 PM, PM2.5, channel 6 AM, suite 4h12, a delay of 2h30, unit 5H, G1V 4H5.",
        "It costs 5 $20 bills. File 819 555-0142, section 5 March 2025, open 24/7/365.",
    ] {
        assert!(told(text, "en").is_empty(), "{text}: {:?}", told(text, "en"));
    }
}

#[test]
fn french_that_the_generator_cannot_mend_is_told() {
    for (text, sign) in [
        ("Vraiment ? Oui.", " ?"),
        ("Un \u{a0};", "\u{a0};"),
        ("Dites \"oui.", "\""),
        ("Le «mot», ici.", "«m"),
        ("Téléphone: demain", "e: "),
        ("Pour $20", "$20"),
        ("À 14:30", "14:30"),
        ("Le 22/11/2025.", "22/11/2025"),
        ("Au 819-777-6021", "819-777-6021"),
        ("La 2ème fois", "2ème"),
        ("Il y en a 1,000,000.", "1,000,000"),
        ("De 9H à 17H", "17H"),
        ("A l’entrevue", "A l"),
        ("Une Etape", " Etape"),
    ] {
        assert!(told(text, "fr").contains(&sign.to_owned()), "{text}: {:?}", told(text, "fr"));
    }
}

#[test]
fn french_that_is_right_or_is_mended_is_not() {
    let right = "À 8 h 30, « oui » : 5 % de 20 $; l'an 2025-11-22? Le 1er, le 2e. WCAG 2.2, no 18-727-01W, \
        hors-série S1, A-t-on fini? Étape 2 : https. Cela va... Page 10h, 14h30, 1,000, 12H, 5%, 20$.";
    assert!(told(right, "fr").is_empty(), "{:?}", told(right, "fr"));
}

#[test]
fn english_has_its_own_signs() {
    for (text, sign) in [
        ("Really ?", " ?"),
        ("« Yes »", "«"),
        ("At 2:30 pm today", "2:30 pm"),
        ("At 2:30p.m.", "2:30p.m."),
        ("On 22 November 2025", "22 November 2025"),
        ("Call 819 555-0123", "819 555-0123"),
        ("On 11/22/2025", "11/22/2025"),
    ] {
        assert!(told(text, "en").contains(&sign.to_owned()), "{text}: {:?}", told(text, "en"));
    }
    let right = "At 2:30 p.m. on November 22, 2025: call 819-555-0123, \"now\"; 5% of $20.";
    assert!(told(right, "en").is_empty(), "{:?}", told(right, "en"));
}

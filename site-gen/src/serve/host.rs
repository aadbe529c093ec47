//! The names that a server is asked by. A page of another site can let a name of its own lead to this machine, and
//! the browser then takes what it finds here for a part of that page (DNS rebinding). The name stands in the request:
//! so only the names of this machine are answered, and those of the site itself.

use std::net::IpAddr;

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header, uri::Authority},
    middleware::{Next, from_fn},
    response::Response,
};
use form_model::bilingual;

use super::pages::notice;

/// Lets a router answer only requests by the names of this machine, with any port, and by names that `is_site`
/// knows. All others are refused before anything reads them.
pub(super) fn asked_by_name<S>(router: Router, is_site: S) -> Router
where
    S: Fn(&str) -> bool + Clone + Send + Sync + 'static,
{
    router.layer(from_fn(move |request: Request, next: Next| {
        let is_answered = is_answered(&request, &is_site);
        async move { if is_answered { next.run(request).await } else { refused() } }
    }))
}

/// Whether the one name in the head of a request, and that in its address if there is one, are known.
fn is_answered(request: &Request, is_site: impl Fn(&str) -> bool) -> bool {
    let is_known = |authority: &Authority| {
        let host = authority.host();
        !authority.as_str().contains('@') && (is_this_machine(host) || is_site(host))
    };
    let mut names = request.headers().get_all(header::HOST).iter();
    let (Some(name), None) = (names.next(), names.next()) else { return false };
    Authority::try_from(name.as_bytes()).is_ok_and(|name| is_known(&name))
        && request.uri().authority().is_none_or(is_known)
}

fn is_this_machine(host: &str) -> bool {
    let number = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || number.parse::<IpAddr>().is_ok_and(|number| number.to_canonical().is_loopback())
}

fn refused() -> Response {
    notice(
        StatusCode::MISDIRECTED_REQUEST,
        &bilingual!("Autre adresse", "Another address"),
        &bilingual!(
            "Ce serveur ne répond pas à l’adresse que vous avez utilisée. Rien n’a été enregistré. Ouvrez l’adresse qu’il affiche au démarrage, comme http://127.0.0.1:8080. Derrière un serveur web, le nom demandé (Host) doit être celui de base_url dans site.yaml.",
            "This server does not answer at the address that you used. Nothing was stored. Open the address that it prints when it starts, such as http://127.0.0.1:8080. Behind a web server, the requested name (Host) must be the one of base_url in site.yaml."
        ),
    )
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn is_asked(target: &str, hosts: &[&str]) -> bool {
        let mut request = Request::get(target);
        for host in hosts {
            request = request.header(header::HOST, *host);
        }
        is_answered(&request.body(Body::empty()).unwrap(), |host| {
            host.eq_ignore_ascii_case("partenaires.exemple.ca")
        })
    }

    #[test]
    fn this_machine_and_the_site_are_answered_at_any_port() {
        for host in [
            "127.0.0.1:8080",
            "127.0.0.1",
            "127.9.9.9:1",
            "localhost:9000",
            "LocalHost",
            "[::1]:8080",
            "[::ffff:127.0.0.1]:80",
            "partenaires.exemple.ca",
            "Partenaires.Exemple.CA:8443",
        ] {
            assert!(is_asked("/", &[host]), "{host}");
        }
    }

    #[test]
    fn every_other_name_is_refused() {
        for host in [
            "evil.example",
            "evil.example:8080",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "partenaires.exemple.ca.evil.example",
            "0.0.0.0:8080",
            "[::]:8080",
            "192.168.1.2",
            "2130706433",
            "127.0.0.1@evil.example",
            "evil.example@127.0.0.1",
            "",
            "a b",
        ] {
            assert!(!is_asked("/", &[host]), "{host}");
        }
    }

    #[test]
    fn no_name_and_two_names_are_refused() {
        assert!(!is_asked("/", &[]));
        assert!(!is_asked("/", &["127.0.0.1", "evil.example"]));
        assert!(!is_asked("/", &["evil.example", "127.0.0.1"]));
    }

    #[test]
    fn the_name_in_a_whole_address_counts_too() {
        assert!(is_asked("http://127.0.0.1:8080/", &["127.0.0.1:8080"]));
        assert!(!is_asked("http://evil.example/", &["127.0.0.1:8080"]));
    }
}

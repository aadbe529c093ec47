//! The function's settings from the environment. All that is missing is told at once, by name and
//! with what to set, because each look at a function that does not start costs a deployment.

use std::fmt;
use std::path::{Path, PathBuf};

use aws_sdk_dynamodb::config::Credentials;
use form_model::reference::ReferenceKey;

use crate::store::{Connection, Times};

/// What the function needs to start.
#[derive(Debug)]
pub struct Config {
    /// The table.
    pub connection: Connection,
    /// The secret behind the references.
    pub key: ReferenceKey,
    /// The folder of the bundle, `dist/form-fn` of the site's build.
    pub bundle: PathBuf,
}

/// Variables that are not set, or empty.
#[derive(Debug, PartialEq, Eq)]
pub struct Missing(Vec<&'static Variable>);

/// A variable and what to do about it.
#[derive(Debug, PartialEq, Eq)]
struct Variable {
    name: &'static str,
    help: &'static str,
}

const TABLE_NAME: Variable = Variable {
    name: "TABLE_NAME",
    help: "set it to the name of the DynamoDB table of applications",
};
const REFERENCE_KEY: Variable = Variable {
    name: "REFERENCE_KEY",
    help: "set it to a secret of 32 random bytes or more, such as `openssl rand -hex 32` prints, \
           and never change it",
};
const REGION: Variable = Variable {
    name: "AWS_REGION",
    help: "Lambda sets it; elsewhere set it to the table's region, such as ca-central-1",
};
const ACCESS_KEY_ID: Variable = Variable {
    name: "AWS_ACCESS_KEY_ID",
    help: "Lambda sets it; elsewhere set it to a key that may put items into the table",
};
const SECRET_ACCESS_KEY: Variable = Variable {
    name: "AWS_SECRET_ACCESS_KEY",
    help: "Lambda sets it; elsewhere set it to the secret of AWS_ACCESS_KEY_ID",
};

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, Variable { name, help }) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { "\n" };
            write!(f, "{separator}{name} is not set: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Missing {}

impl Config {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// If variables are missing.
    pub fn from_environment() -> Result<Self, Missing> {
        Self::read(|name| std::env::var(name).ok())
    }

    /// Reads variables from wherever they are.
    ///
    /// # Errors
    /// If variables are missing.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Missing> {
        let mut needs = Needs { variable, missing: Vec::new() };
        let connection = needs.connection();
        let key = ReferenceKey::new(needs.get(&REFERENCE_KEY).as_bytes());
        let bundle = needs.bundle();
        match (key, needs.missing) {
            (Some(key), missing) if missing.is_empty() => Ok(Self { connection, key, bundle }),
            (_, missing) => Err(Missing(missing)),
        }
    }
}

/// What the function of messages needs to start.
#[cfg(feature = "ses")]
#[derive(Debug)]
pub struct NotifyConfig {
    /// The table.
    pub connection: Connection,
    /// Another endpoint than AWS's own for mail, for tests.
    pub mail_endpoint: Option<String>,
    /// The folder of the bundle.
    pub bundle: PathBuf,
    /// The function's name, for its metrics.
    pub function: String,
}

#[cfg(feature = "ses")]
impl NotifyConfig {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// If variables are missing.
    pub fn from_environment() -> Result<Self, Missing> {
        let variable = |name: &str| std::env::var(name).ok();
        let mut needs = Needs { variable, missing: Vec::new() };
        let connection = needs.connection();
        if !needs.missing.is_empty() {
            return Err(Missing(needs.missing));
        }
        Ok(Self {
            connection,
            mail_endpoint: needs.endpoint("SESV2"),
            bundle: needs.bundle(),
            function: needs.find("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_default(),
        })
    }
}

/// Variables, and which of those that are needed are not there.
struct Needs<V> {
    variable: V,
    missing: Vec<&'static Variable>,
}

impl<V: Fn(&str) -> Option<String>> Needs<V> {
    fn find(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|value| !value.is_empty())
    }

    fn get(&mut self, wanted: &'static Variable) -> String {
        self.find(wanted.name).unwrap_or_else(|| {
            self.missing.push(wanted);
            String::new()
        })
    }

    /// A service's own endpoint before the general one.
    fn endpoint(&self, service: &str) -> Option<String> {
        let own = self.find(&format!("AWS_ENDPOINT_URL_{service}"));
        own.or_else(|| self.find("AWS_ENDPOINT_URL"))
    }

    fn connection(&mut self) -> Connection {
        let (table, region) = (self.get(&TABLE_NAME), self.get(&REGION));
        let (id, secret) = (self.get(&ACCESS_KEY_ID), self.get(&SECRET_ACCESS_KEY));
        // On Lambda the keys hold longer than the process lives, so they are read once.
        let token = self.find("AWS_SESSION_TOKEN");
        Connection {
            table,
            region,
            endpoint: self.endpoint("DYNAMODB"),
            credentials: Credentials::new(id, secret, token, None, "environment"),
            times: Times::DEPLOYED,
        }
    }

    fn bundle(&self) -> PathBuf {
        let root = || self.find("LAMBDA_TASK_ROOT");
        self.find("BUNDLE").map_or_else(|| beside_the_binary(root()), PathBuf::from)
    }
}

/// `form-fn` in the root of the deployed zip, where the binary is too.
fn beside_the_binary(root: Option<String>) -> PathBuf {
    let root = root.map(PathBuf::from).or_else(|| {
        let binary = std::env::current_exe().ok()?;
        binary.parent().map(Path::to_path_buf)
    });
    root.unwrap_or_default().join("form-fn")
}

#[cfg(test)]
mod tests {
    use super::Config;

    const COMPLETE: [(&str, &str); 5] = [
        ("TABLE_NAME", "applications"),
        ("REFERENCE_KEY", "canary-1"),
        ("AWS_REGION", "ca-central-1"),
        ("AWS_ACCESS_KEY_ID", "id"),
        ("AWS_SECRET_ACCESS_KEY", "canary-2"),
    ];

    fn read(variables: &[(&str, &str)]) -> Result<Config, String> {
        let find = |name: &str| variables.iter().find(|(other, _)| *other == name);
        Config::read(|name| find(name).map(|(_, value)| (*value).to_owned()))
            .map_err(|missing| missing.to_string())
    }

    #[test]
    fn each_missing_variable_is_named_with_what_to_set() {
        for (position, (name, _)) in COMPLETE.iter().enumerate() {
            let mut rest = COMPLETE.to_vec();
            rest.remove(position);
            let message = read(&rest).unwrap_err();
            assert!(message.starts_with(&format!("{name} is not set: ")));
            assert_eq!(message.lines().count(), 1, "{message}");
        }
    }

    #[test]
    fn all_that_is_missing_is_told_at_once() {
        insta::assert_snapshot!(read(&[("TABLE_NAME", "")]).unwrap_err(), @"
        TABLE_NAME is not set: set it to the name of the DynamoDB table of applications
        AWS_REGION is not set: Lambda sets it; elsewhere set it to the table's region, such as ca-central-1
        AWS_ACCESS_KEY_ID is not set: Lambda sets it; elsewhere set it to a key that may put items into the table
        AWS_SECRET_ACCESS_KEY is not set: Lambda sets it; elsewhere set it to the secret of AWS_ACCESS_KEY_ID
        REFERENCE_KEY is not set: set it to a secret of 32 random bytes or more, such as `openssl rand -hex 32` prints, and never change it
        ");
    }

    #[test]
    fn the_bundle_is_beside_the_binary_unless_told_otherwise() {
        let mut variables = COMPLETE.to_vec();
        variables.push(("LAMBDA_TASK_ROOT", "/var/task"));
        assert_eq!(read(&variables).unwrap().bundle.to_str(), Some("/var/task/form-fn"));
        variables.push(("BUNDLE", "dist/form-fn"));
        assert_eq!(read(&variables).unwrap().bundle.to_str(), Some("dist/form-fn"));
    }

    #[test]
    fn the_endpoint_is_the_services_own_before_the_general_one() {
        let mut variables = COMPLETE.to_vec();
        assert_eq!(read(&variables).unwrap().connection.endpoint, None);
        variables.push(("AWS_ENDPOINT_URL", "http://general"));
        let endpoint = |variables: &[_]| read(variables).unwrap().connection.endpoint;
        assert_eq!(endpoint(&variables).as_deref(), Some("http://general"));
        variables.push(("AWS_ENDPOINT_URL_DYNAMODB", "http://table"));
        assert_eq!(endpoint(&variables).as_deref(), Some("http://table"));
    }

    #[test]
    fn credentials_are_the_environments_with_its_session_token() {
        let mut variables = COMPLETE.to_vec();
        let credentials = |variables: &[_]| read(variables).unwrap().connection.credentials;
        assert_eq!(credentials(&variables).session_token(), None);
        variables.push(("AWS_SESSION_TOKEN", "canary-3"));
        let all = credentials(&variables);
        let parts = (all.access_key_id(), all.secret_access_key(), all.session_token());
        assert_eq!(parts, ("id", "canary-2", Some("canary-3")));
    }

    #[test]
    fn no_secret_is_printed() {
        let mut variables = COMPLETE.to_vec();
        variables.push(("AWS_SESSION_TOKEN", "canary-3"));
        let shown = format!("{:?}", read(&variables).unwrap());
        assert!(!shown.contains("canary"), "{shown}");
    }
}

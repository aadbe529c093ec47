//! The staff's command, `applications`.

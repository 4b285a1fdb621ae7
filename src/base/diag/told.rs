//! How a room declares its messages, in its `diags.rs`.

/// Declares messages: one struct each, named for the fault, whose fields are what it tells; then its code, its sentence, its places
/// and its hints. The struct turns into a [`Diagnostic`](crate::diag::Diagnostic); the code that finds the fault only pushes it.
///
/// ```
/// use mediaudit_base::{diag::Diagnostic, diags, kernel::Span};
///
/// diags! {
///     /// A fact that the norm does not declare.
///     UnknownFact<'a> { path: &'a str, place: Span, known: Vec<&'a str> }
///     => UnknownFact, "le fait « {path} » n'est pas dans la norme".at(place, "").nearest(path, known);
/// }
///
/// # fn main() {
/// let told = Diagnostic::from(UnknownFact { path: "equipe.mediateur", place: Span::default(), known: vec!["equipe.mediateurs"] });
/// assert_eq!(told.message, "le fait « equipe.mediateur » n'est pas dans la norme");
/// assert_eq!(told.hints, ["vouliez-vous dire « equipe.mediateurs » ?"]);
/// # }
/// ```
#[macro_export]
macro_rules! diags {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident $(<$life:lifetime>)? { $($field:ident: $type:ty),* $(,)? }
        => $code:ident, $text:literal $(.$method:ident($($arg:expr),* $(,)?))*;
    )+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug)]
            pub(super) struct $name $(<$life>)? {
                $(pub(super) $field: $type,)*
            }

            impl $(<$life>)? From<$name $(<$life>)?> for $crate::diag::Diagnostic {
                fn from($name { $($field),* }: $name $(<$life>)?) -> Self {
                    Self::new($crate::diag::Code::$code, format!($text))
                        $(.$method($($arg),*))*
                }
            }
        )+
    };
}

//! Tables as people keep them.

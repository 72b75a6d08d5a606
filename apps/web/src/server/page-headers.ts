/** Headers in which the proxy tells a page what Next does not. A client's own values are overwritten. */
export const NONCE_HEADER = "x-nonce";
export const PATH_HEADER = "x-rolecall-path";

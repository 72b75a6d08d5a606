/** Headers by which the proxy passes values to pages. A client's own values are overwritten. */
export const NONCE_HEADER = "x-nonce";
export const PATH_HEADER = "x-rolecall-path";

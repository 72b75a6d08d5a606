/**
 * How many calls one request of the console may carry. A page needs a handful; what a client has more of, it sends in several requests.
 */
export const MAX_BATCH_CALLS = 10;

export * from "./address-proofs.ts";
export * from "./api-tokens.ts";
export * from "./audit-events.ts";
export * from "./mail-refusals.ts";
export * from "./people.ts";
export * from "./sessions.ts";

export * from "./people.ts";
export * from "./people-grouping.ts";

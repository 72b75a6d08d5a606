export { type ChangeEventRow, countChangeEvents, listChangeEvents, type WantedEvents } from "./change-events.ts";
export { type EventRow, insertEvents, insertVersionEvents, newestType, typesOfAccount } from "./event-rows.ts";
export { type UnendedException, unendedExceptions } from "./exception-events.ts";
export {
  type UnequalFinding,
  type UnequalVersion,
  unequalFindingEvents,
  unequalVersionEvents,
} from "./verify-events.ts";
export { type KeyAt, keysOfUsers, previousReadings, recreatedSince } from "./version-context.ts";

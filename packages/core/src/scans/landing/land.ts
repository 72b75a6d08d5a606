export { landInventory } from "./land-inventory.ts";
export { landPermissionSets } from "./land-permission-sets.ts";
export { landSlowLane } from "./land-slow-lane.ts";
export { landUser } from "./land-user.ts";
export type { Landed } from "./landing-run.ts";
export { readPreviousUsers, readSlowLaneUsers } from "./previous-users.ts";

import { pageAddress } from "./page-address.ts";
import { parseAsCursor } from "./values.ts";

/** Who answers for users, and the rules that say so. */
export const OWNERS = pageAddress("/owners", { cursor: parseAsCursor });

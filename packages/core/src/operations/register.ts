import { lookUpTrail } from "../trail/look-up-trail.ts";
import type { Work } from "../work/define-work.ts";

/** Every kind of due work. What is in this list is swept, run by workers, and buried when it is given up. */
export const WORKS: readonly Work[] = [lookUpTrail];

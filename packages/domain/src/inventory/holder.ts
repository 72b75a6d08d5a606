import { z } from "zod";

/** Who holds a credential: a person, or software. `unknown`: nothing tells; the stricter limits of both apply. */
export const Holder = z.enum(["human", "machine", "unknown"]);
export type Holder = z.infer<typeof Holder>;

import type { Lane } from "./define-job.ts";

export const DEFAULT_NAMESPACE = "rolecall";

/** On PostgreSQL the name is all that sets two installations apart, so that the namespace is part of it. */
export const queueNameOf = (namespace: string, lane: Lane): string => `${namespace}-${lane}`;

import { TRPCError } from "@trpc/server";
import { orNotFound } from "../../server/or-not-found.ts";
import type { Moment } from "./moment.ts";

/**
 * Reads one record as it was at the moment.
 *
 * @returns null if the record is known now, but was not known at that moment.
 * @throws Next's "not found" for a foreign, unknown or malformed id.
 */
export async function readAt<T>(moment: Moment, read: (asOf: Date | undefined) => Promise<T>): Promise<T | null> {
  if (!moment.asOf) return orNotFound(read(undefined));
  try {
    return await read(moment.asOf);
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code !== "NOT_FOUND") return orNotFound(Promise.reject(error));
    await orNotFound(read(undefined));
    return null;
  }
}

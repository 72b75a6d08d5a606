import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";

/** A foreign, unknown or malformed id gives the same "not found" page. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) notFound();
    throw error;
  }
}

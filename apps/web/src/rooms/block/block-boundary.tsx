"use client";

import { Button } from "@mantine/core";
import { ErrorState } from "@rolecall/ui";
import { catchError, type ErrorInfo } from "next/error";

function BlockFallback({ name }: { name: string }, { error, retry }: ErrorInfo) {
  const reference = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <ErrorState
      title={`${name} could not be loaded`}
      actions={
        <Button size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      }
    >
      The failure has been logged{reference && ` under ${reference}`}. Nothing was changed, and what was scanned is
      safe. If it goes on, ask whoever runs this installation to look at its health.
    </ErrorState>
  );
}

/** Keeps a failure within its block. */
export const BlockBoundary = catchError(BlockFallback);

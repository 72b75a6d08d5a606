"use client";

import { ConfirmButton } from "../../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";

/** Ends an exception before its expiry, after asking. */
export function RevokeExceptionButton({ exceptionId }: { exceptionId: string }) {
  return (
    <ConfirmButton
      action={useAction(useTRPC().exceptions.revoke.mutationOptions())}
      input={{ id: exceptionId }}
      label="Revoke the exception"
      title="Revoke this exception?"
      meaning={[
        "The finding is open again at once. The exception and its reason are kept, as revoked by you; a new one can be made.",
      ]}
      confirm="Revoke it"
    />
  );
}

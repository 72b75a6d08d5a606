"use client";

import { ConfirmButton } from "../../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";

/** Ends a token, after asking: programs that use it stop working at once. */
export function RevokeTokenButton({ tokenId, name }: { tokenId: string; name: string }) {
  return (
    <ConfirmButton
      action={useAction(useTRPC().apiTokens.revoke.mutationOptions())}
      input={{ id: tokenId }}
      label="Revoke"
      accessibleLabel={`Revoke ${name}`}
      size="xs"
      title={`Revoke “${name}”?`}
      meaning={["Programs that use this token are refused from their next request on. This cannot be undone."]}
      confirm="Revoke"
    />
  );
}

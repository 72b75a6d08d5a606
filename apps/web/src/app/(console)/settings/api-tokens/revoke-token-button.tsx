"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmButton } from "../../../../rooms/action/confirm-button.tsx";
import { useTRPC } from "../../../../trpc/client.tsx";

/** Ends a token, after asking: programs that use it stop working at once. */
export function RevokeTokenButton({ tokenId, name }: { tokenId: string; name: string }) {
  return (
    <ConfirmButton
      label="Revoke"
      accessibleLabel={`Revoke ${name}`}
      size="xs"
      title={`Revoke “${name}”?`}
      meaning={["Programs that use this token are refused from their next request on. This cannot be undone."]}
      confirm="Revoke"
      id={tokenId}
      mutation={useMutation(useTRPC().apiTokens.revoke.mutationOptions())}
    />
  );
}

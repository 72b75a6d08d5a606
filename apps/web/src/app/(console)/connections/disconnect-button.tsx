"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmButton } from "../../../rooms/action/confirm-button.tsx";
import { useTRPC } from "../../../trpc/client.tsx";

/** Ends a connection, after saying what that means. */
export function DisconnectButton({ connectionId, name }: { connectionId: string; name: string }) {
  return (
    <ConfirmButton
      label="Disconnect"
      title={`Disconnect “${name}”?`}
      meaning={[
        "Rolecall stops reading the account at once. The inventory and its history stay readable. To connect the account again you make a new connection, with a new External ID.",
        "Afterwards you can delete the role in the AWS account.",
      ]}
      confirm="Disconnect"
      id={connectionId}
      mutation={useMutation(useTRPC().connections.remove.mutationOptions())}
    />
  );
}

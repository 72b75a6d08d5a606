"use client";

import { ConfirmButton } from "../../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";

/** Ends a connection, after saying what that means. */
export function DisconnectButton({ connectionId, name }: { connectionId: string; name: string }) {
  return (
    <ConfirmButton
      action={useAction(useTRPC().connections.remove.mutationOptions())}
      input={{ id: connectionId }}
      label="Disconnect"
      title={`Disconnect “${name}”?`}
      meaning={[
        "Rolecall stops reading the account at once. The inventory and its history stay readable. To connect the account again you make a new connection, with a new External ID.",
        "Afterwards you can delete the role in the AWS account.",
      ]}
      confirm="Disconnect"
    />
  );
}

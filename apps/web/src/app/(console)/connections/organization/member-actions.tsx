"use client";

import { Stack } from "@mantine/core";
import { ActionButton } from "../../../../rooms/action/action-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC, useTRPCClient } from "../../../../trpc/client.tsx";
import { type TreeAccount, toggleAccount } from "./selection.ts";

type Props = {
  connectionId: string;
  account: TreeAccount & { name: string };
  isChosen: boolean;
  canVerify: boolean;
};

/** What can be done with one account of an organisation. */
export function MemberActions({ connectionId, account, isChosen, canVerify }: Props) {
  const { organizations } = useTRPCClient();
  const failed = "That did not work";
  const verify = useAction(useTRPC().organizations.verifyAccount.mutationOptions(), { failed });
  const toggle = useAction(
    {
      // Starts from the current choice: somebody else may have changed it since this page was drawn.
      mutationFn: async (toggled: TreeAccount) => {
        const { selection } = await organizations.get.query({ connectionId });
        return organizations.select.mutate({ connectionId, ...toggleAccount(selection, toggled) });
      },
    },
    { failed },
  );
  const { awsAccountId, name } = account;
  const size = "compact-xs";
  return (
    <Stack gap={6} align="flex-end">
      {canVerify && (
        <ActionButton
          action={verify}
          input={{ connectionId, awsAccountId }}
          size={size}
          variant="light"
          disabled={toggle.isBusy}
          aria-label={`Verify again: ${name}`}
        >
          Verify again
        </ActionButton>
      )}
      <ActionButton
        action={toggle}
        input={account}
        size={size}
        variant="default"
        disabled={verify.isBusy}
        aria-label={isChosen ? `Leave out: ${name}` : `Choose: ${name}`}
      >
        {isChosen ? "Leave out" : "Choose"}
      </ActionButton>
    </Stack>
  );
}

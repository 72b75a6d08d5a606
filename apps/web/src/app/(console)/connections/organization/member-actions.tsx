"use client";

import { Button, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";
import { type TreeAccount, toggleAccount } from "./selection.ts";

type Props = {
  connectionId: string;
  account: TreeAccount & { name: string };
  isChosen: boolean;
  canVerify: boolean;
};

/** What can be done with one account of an organisation. */
export function MemberActions({ connectionId, account, isChosen, canVerify }: Props) {
  const router = useRouter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [refreshing, startTransition] = useTransition();
  const told = {
    onSuccess: () => startTransition(() => router.refresh()),
    onError: (error: unknown) =>
      notifications.show({ color: "red", title: "That did not work", message: problemOf(error).message }),
  };
  const verify = useMutation(trpc.organizations.verifyAccount.mutationOptions(told));
  const select = useMutation(trpc.organizations.select.mutationOptions());
  const toggle = useMutation({
    // Of the choice as it is now: somebody else may have changed it since this page was drawn.
    mutationFn: async () => {
      const now = { ...trpc.organizations.get.queryOptions({ connectionId }), staleTime: 0 };
      const { selection } = await queryClient.fetchQuery(now);
      return select.mutateAsync({ connectionId, ...toggleAccount(selection, account) });
    },
    ...told,
  });
  const { awsAccountId, name } = account;
  return (
    <Stack gap={6} align="flex-end">
      {canVerify && (
        <Button
          size="compact-xs"
          variant="light"
          onClick={() => verify.mutate({ connectionId, awsAccountId })}
          loading={verify.isPending}
          disabled={refreshing}
          aria-label={`Verify again: ${name}`}
        >
          Verify again
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => toggle.mutate()}
        loading={toggle.isPending}
        disabled={refreshing}
        aria-label={isChosen ? `Leave out: ${name}` : `Choose: ${name}`}
      >
        {isChosen ? "Leave out" : "Choose"}
      </Button>
    </Stack>
  );
}

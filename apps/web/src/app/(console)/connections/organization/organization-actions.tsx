"use client";

import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";

const showProblem = (error: unknown) =>
  notifications.show({ color: "red", title: "That did not start", message: problemOf(error).message });

/** Checks the roles of the chosen accounts again: those that failed, or all. */
export function VerifyMembersButton({
  connectionId,
  only,
  label,
}: {
  connectionId: string;
  only: "failed" | "all";
  label: string;
}) {
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const verify = useMutation(
    useTRPC().organizations.verify.mutationOptions({
      onSuccess: ({ accounts }) => {
        const message =
          accounts === 1 ? "The role of one account is checked." : `The roles of ${accounts} accounts are checked.`;
        notifications.show({ title: "Checks have started", message });
        startTransition(() => router.refresh());
      },
      onError: showProblem,
    }),
  );
  return (
    <Button
      size="xs"
      variant={only === "failed" ? "filled" : "default"}
      onClick={() => verify.mutate({ connectionId, only })}
      loading={verify.isPending || refreshing}
    >
      {label}
    </Button>
  );
}

/** Has the organisation read now instead of at its next time. */
export function DiscoverButton({ connectionId, isReading }: { connectionId: string; isReading: boolean }) {
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const discover = useMutation(
    useTRPC().organizations.discover.mutationOptions({
      onSuccess: () => startTransition(() => router.refresh()),
      onError: showProblem,
    }),
  );
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => discover.mutate({ connectionId })}
      loading={discover.isPending || refreshing || isReading}
    >
      Discover now
    </Button>
  );
}

"use client";

import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem-of.ts";

type Props = { connectionId: string; label: string };

/** Runs the checks of a connection again. */
export function VerifyButton({ connectionId, label }: Props) {
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const verify = useMutation(
    useTRPC().connections.verify.mutationOptions({
      onSuccess: () => startTransition(() => router.refresh()),
      onError: (error) =>
        notifications.show({ color: "red", title: "The checks did not start", message: problemOf(error).message }),
    }),
  );
  return (
    <Button onClick={() => verify.mutate({ id: connectionId })} loading={verify.isPending || refreshing}>
      {label}
    </Button>
  );
}

"use client";

import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { LinkButton } from "@rolecall/ui";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";

type Props = { awsAccountId: string; movingScanId: string | null };

/** Asks for a scan and opens it; while one is on its way, leads to that one. */
export function ScanNowButton({ awsAccountId, movingScanId }: Props) {
  const router = useRouter();
  const request = useMutation(
    useTRPC().scans.request.mutationOptions({
      onSuccess: (scan) => router.push(`/scans/${scan.id}`),
      onError: (error) =>
        notifications.show({ color: "red", title: "The scan was not started", message: problemOf(error).message }),
    }),
  );
  if (movingScanId) return <LinkButton href={`/scans/${movingScanId}`}>A scan is running: open it</LinkButton>;
  return (
    <Button onClick={() => request.mutate({ awsAccountId })} loading={request.isPending || request.isSuccess}>
      Scan now
    </Button>
  );
}

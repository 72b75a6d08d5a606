"use client";

import { LinkButton } from "@rolecall/ui";
import { ActionButton } from "../../../../rooms/action/action-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";

type Props = { awsAccountId: string; movingScanId: string | null };

/** Starts a scan and opens it; while one is running, links to that one. */
export function ScanNowButton({ awsAccountId, movingScanId }: Props) {
  const request = useAction(useTRPC().scans.request.mutationOptions(), {
    goTo: ({ id }) => `/scans/${id}`,
    failed: "The scan was not started",
  });
  if (movingScanId) return <LinkButton href={`/scans/${movingScanId}`}>A scan is running: open it</LinkButton>;
  return (
    <ActionButton action={request} input={{ awsAccountId }}>
      Scan now
    </ActionButton>
  );
}

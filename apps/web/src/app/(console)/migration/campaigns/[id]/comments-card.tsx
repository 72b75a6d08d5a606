import { Stack, Text } from "@mantine/core";
import { DateText, SectionCard } from "@rolecall/ui";
import { Pages } from "../../../../../rooms/list/paged-table.tsx";
import { serverApi } from "../../../../../server/api.ts";
import { CommentForm } from "./comment-form.tsx";

type CommentsProps = { campaignId: string; cursor: string | null; hrefAt: (cursor: string | null) => string };

const PAGE = 20;

/** What was said of a campaign, the newest first. */
export async function CommentsCard({ campaignId, cursor, hrefAt }: CommentsProps) {
  const api = await serverApi();
  const page = await api.campaigns.comments({ id: campaignId, cursor: cursor ?? undefined, limit: PAGE });
  return (
    <SectionCard title="Comments">
      <Stack gap="md">
        <CommentForm campaignId={campaignId} />
        {page.items.map(({ id, at, author, text }) => (
          <div key={id}>
            <Text size="xs" c="dimmed">
              {author}, <DateText at={at} withTime />
            </Text>
            <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {text}
            </Text>
          </div>
        ))}
        <Pages noun="comments" page={page} cursor={cursor} hrefAt={hrefAt} />
      </Stack>
    </SectionCard>
  );
}

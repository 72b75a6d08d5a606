import { Text } from "@mantine/core";
import { type Campaign, forecastInWords, type Outlook, outlookOf } from "@rolecall/domain";
import { StatusBadge, type Tone, Unknown } from "@rolecall/ui";
import { formatDay } from "@rolecall/ui/format";
import { Suspense } from "react";
import { serverApi } from "../../server/api.ts";
import { seriesQuery } from "../charts/range.tsx";

export const OUTLOOKS: Record<Outlook, { tone: Tone; label: string }> = {
  on_track: { tone: "positive", label: "On track" },
  at_risk: { tone: "warning", label: "At risk" },
  late: { tone: "critical", label: "Late" },
};

type Forecasted = Pick<Campaign, "id" | "targetDate">;

/** How a campaign went so far, and when its last user may be done. */
export async function readCampaignProgress({ id, targetDate }: Forecasted) {
  const api = await serverApi();
  const query = seriesQuery({ range: 365, awsAccountId: null }, new Date());
  return api.metrics.migration({ ...query, campaignId: id, targetDate: targetDate ?? undefined });
}

/** Whether a campaign will be done by its target date; nothing without a date or a forecast. */
export function OutlookBadge({ outlook }: { outlook: Outlook | null }) {
  return outlook && <StatusBadge tone={OUTLOOKS[outlook].tone}>{OUTLOOKS[outlook].label}</StatusBadge>;
}

async function Forecast({ campaign }: { campaign: Forecasted }) {
  const { forecast } = await readCampaignProgress(campaign);
  if (forecast.reason !== null) return <Unknown reason={forecast.reason} />;
  const likely = forecast.intervals.find(({ percent }) => percent === 85);
  const [from, to] = [likely?.from, likely?.to];
  return (
    <>
      <OutlookBadge outlook={campaign.targetDate ? outlookOf(forecast, campaign.targetDate) : null} />
      <Text size="xs" c="dimmed" title={forecastInWords(forecast)} style={{ whiteSpace: "nowrap" }}>
        {from ? `${formatDay(from)} to ${to ? formatDay(to) : "later than five years"}` : "not within five years"}
      </Text>
    </>
  );
}

/** When a campaign may be done, against its target date, as a cell that loads by itself. */
export function CampaignForecast({ campaign }: { campaign: Forecasted }) {
  return (
    <Suspense fallback="…">
      <Forecast campaign={campaign} />
    </Suspense>
  );
}

import { Stack } from "@mantine/core";
import { type Campaign, forecastInWords, outlookOf, paceInWords, tallyOf } from "@rolecall/domain";
import { LinkText, SectionCard } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { MIGRATIONS } from "../../../../../rooms/address/migration.ts";
import { Figure, Figures } from "../../../../../rooms/figures/figures.tsx";
import { BurndownFigure } from "../../../../../rooms/migration/burndown-figure.tsx";
import { OutlookBadge, readCampaignProgress } from "../../../../../rooms/migration/campaign-forecast.tsx";
import { StageShare } from "../../../../../rooms/migration/stage-share.tsx";

type PartProps = { campaign: Campaign };
type Progress = Awaited<ReturnType<typeof readCampaignProgress>>;

function Counted({ count, href }: { count: number; href: string }) {
  return count === 0 ? "0" : <LinkText href={href}>{formatCount(count)}</LinkText>;
}

function PaceFigure({ forecast, targetDate }: { forecast: Progress["forecast"]; targetDate: string | null }) {
  const { pacePerWeek, paceNeeded } = forecast;
  const note =
    targetDate === null
      ? "done, net of users that joined"
      : paceNeeded === null
        ? "target date has passed"
        : `needed: ${paceInWords(paceNeeded)}`;
  return <Figure label="Pace" value={paceInWords(pacePerWeek)} note={note} />;
}

function outlookInWords(members: number, { points, forecast }: Progress): string {
  if (members === 0) return "No users yet: add them from the queue, or import a CSV.";
  return points.length === 0 ? "No day of this campaign is on record yet." : forecastInWords(forecast);
}

/** How far a campaign is, whether it will be done in time, and how it got there. */
export async function CampaignStanding({ campaign }: PartProps) {
  const progress = await readCampaignProgress(campaign);
  const { forecast, points } = progress;
  const { id, members, overdue, stages, targetDate } = campaign;
  const { moved, retired, left } = tallyOf(stages);
  const of = (filters: Parameters<typeof MIGRATIONS.href>[0] = {}) => MIGRATIONS.href({ campaignId: id, ...filters });
  return (
    <>
      <SectionCard
        title="Where it stands"
        description={outlookInWords(members, progress)}
        actions={<OutlookBadge outlook={targetDate ? outlookOf(forecast, targetDate) : null} />}
      >
        <Stack gap="md">
          <Figures>
            <Figure label="Moved" value={formatCount(moved)} note={`of ${formatCount(members)} users`} />
            <Figure
              label="Retired"
              value={<Counted count={retired} href={of({ stage: "retired" })} />}
              note="deleted without a successor"
            />
            <Figure label="Left" value={<Counted count={left} href={of()} />} note="to be moved or retired" />
            <Figure
              label="Blocked"
              value={<Counted count={stages.blocked} href={of({ stage: "blocked" })} />}
              note="cannot go on, for a reason"
            />
            <Figure
              label="Overdue"
              value={<Counted count={overdue} href={of({ sort: "dueOn" })} />}
              note="past the day of plan, wave or campaign"
            />
            <PaceFigure forecast={forecast} targetDate={targetDate} />
          </Figures>
          {members > 0 && <StageShare stages={stages} />}
        </Stack>
      </SectionCard>
      {points.length > 1 && (
        <BurndownFigure
          title="Burndown"
          caption={targetDate ? `To be done by ${targetDate}.` : "No target date is set."}
          progress={progress}
          targetDate={targetDate}
        />
      )}
    </>
  );
}

import { answerFile } from "../../../../../../server/answer-file.ts";
import { serverApi } from "../../../../../../server/api.ts";

type Context = { params: Promise<{ id: string }> };

/** The users of a campaign as CSV. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const api = await serverApi();
  return answerFile(() => api.campaigns.exportMembers({ id }));
}

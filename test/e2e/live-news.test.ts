// What the desk decides reaches an open phone or till at that moment: nothing here is loaded anew.
import type { Page } from "playwright-core";
import { act } from "../../scripts/demo/context.ts";
import type { ShopDirectoryAnswer } from "../../wallet-web/shared/api-types.ts";
import { bankReferenceHash } from "../../wallet-web/shared/protocol/bank-reference.ts";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { type Command, commands } from "../../wallet-web/shared/protocol/commands.ts";
import { balanceOf, openFamily, showQr } from "./support/family.ts";
import { openOwnersTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("What the desk decides", () => {
  const world = useWorld();

  const decide = async (command: Command) =>
    act(world().demo, await world().demo.people.staff("validator"), command);
  /** All that the scheme has was given to its children. */
  const fund = async (amountCents: bigint) => {
    const { schemeId } = world().demo.people;
    const bankReference = bankReferenceHash("BIJ-TEST");
    await act(
      world().demo,
      await world().demo.people.staff("sponsor"),
      commands.fundScheme({ schemeId, amountCents, bankReference }),
    );
  };
  const balanceIs = (page: Page, euros: string) =>
    balanceOf(page).filter({ hasText: euros }).waitFor();

  it("reaches the family's open phone: what was added and why, and that the budget ended and why", async () => {
    const { page, letter } = await openFamily(world());
    const beneficiaryId = letter.beneficiaryIds[0] as Hex;

    await fund(2_500n);
    await decide(commands.topUp({ beneficiaryId, amountCents: 2_500n, reason: "hardship" }));
    await balanceIs(page, "325,00");
    await page.getByText("Reden: een bijzondere situatie.").waitFor();

    await showQr(page);
    await decide(commands.closeBeneficiary({ beneficiaryId, reason: "moved-away" }));
    await page.getByTestId("pay-qr").waitFor({ state: "detached" });
    await page.getByTestId("stop-reason").getByText("u bent verhuisd uit de gemeente").waitFor();
  });

  it("reaches the till of a shop: that it was suspended, and that it may go on", async () => {
    const name = "Winkel die even stilstaat";
    const till = await openOwnersTill(world(), name);
    const { schemeId } = world().demo.people;
    const { shops } = await world().demo.api.get<ShopDirectoryAnswer>("/shops");
    const shopId = shops.find((shop) => shop.name === name)?.shopId as Hex;

    await decide(commands.suspendShop({ schemeId, shopId, reason: "dispute" }));
    await till.getByTestId("suspended").waitFor();
    await decide(commands.resumeShop({ schemeId, shopId, reason: "resolved" }));
    await till.getByTestId("key-1").waitFor();
  });
});

// A child's name is the family's own: it stays on the phone.
import { expect } from "chai";
import { balanceOf, showQr } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { chargeByApi } from "./support/shop.ts";
import { useWorld } from "./support/use-world.ts";
import { openWiretap, type Wiretap } from "./support/wiretap.ts";

const NAME = "Zwaantje";

describe("A child's name", function () {
  this.timeout(60_000);
  const world = useWorld();
  let wiretap: Wiretap;

  beforeEach(async () => {
    wiretap = await openWiretap(world().port);
  });
  afterEach(() => wiretap.stop());

  /** As people, addresses and bodies write it, at any place within base64. */
  const spellings = [
    ...[NAME, NAME.toLowerCase(), Buffer.from(NAME).toString("hex")],
    ...[0, 1, 2].map((before) =>
      Buffer.from(`${" ".repeat(before)}${NAME}`)
        .toString("base64")
        .slice(4, -4),
    ),
  ];
  const spellingsIn = (bytes: Buffer) => spellings.filter((one) => bytes.includes(one));

  it("is kept by the phone, and never leaves it: not with a payment, nor with a question", async () => {
    const letter = world().takeLetter(1);
    const shopName = (await world().newShop()).name;
    const page = await openPhone(world(), { baseURL: wiretap.origin });
    await page.goto(`/family/#code=${letter.code}`);
    await page.getByTestId("activate").click();
    await page.getByTestId("name-card").getByRole("textbox").fill(NAME);
    await page.getByTestId("names-done").click();
    await page.getByTestId("child-card").getByText(NAME).waitFor();

    await page.reload();
    await page.getByTestId("child-card").getByText(NAME).waitFor();
    const qr = await readQr(await showQr(page));
    await page.getByTestId("spell").click();
    await page.getByTestId("pay-code").filter({ hasText: "-" }).waitFor();
    await chargeByApi(world().demo, { qr, shopName, amountCents: 1_250n });
    await page.getByTestId("paid-done").click();
    await balanceOf(page).waitFor();
    await page.getByTestId("payment-row").click();
    await page.getByTestId("ask").click();
    await page.getByTestId("question-dialog").getByRole("radio").first().check();
    await page.getByTestId("question-send").click();
    await page.getByTestId("asked").waitFor();

    expect(spellingsIn(wiretap.sent())).to.deep.equal([]);
    const known = letter.beneficiaryIds[0] ?? "";
    expect(wiretap.sent().includes(known), "what does leave is in what is searched").to.equal(true);
    const left = Buffer.from(JSON.stringify({ child: NAME })).toString("base64");
    expect(spellingsIn(Buffer.from(left)), "would be seen if it left").not.to.deep.equal([]);
  });
});

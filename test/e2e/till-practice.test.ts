import { expect } from "chai";
import { openPhone } from "./support/pages.ts";
import { soonCounts } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { pressAmount, signUp } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("Practising at the till", () => {
  const world = useWorld();

  it("goes through charging, too little and giving back while the shop waits, and sends nothing of it", async () => {
    const till = await openPhone(world());
    await till.goto("/till/");
    await signUp(till, "Winkel die oefent");
    await till.getByTestId("practise").click();
    await till.getByTestId("practice").waitFor();
    const asked: string[] = [];
    till.on("request", (request) => {
      // The live stream of the waiting shop renews its session; nothing else may be sent.
      const isOfPractice = request.method() !== "GET" && !/\/session/.test(request.url());
      if (isOfPractice) asked.push(request.url());
    });
    const said: string[] = [];
    const note = async () => {
      await till.getByText("OEFENEN: geen echt geld").waitFor();
      said.push(plain(await till.locator("body").textContent()));
    };

    await pressAmount(till, "12,50");
    await note();
    await till.getByTestId("practice-scan").click();
    await note();
    await till.getByTestId("pretend-little").click();
    await till.getByText("Hier kan € 10,00. De andere € 2,50").waitFor();
    await note();
    await till.getByTestId("practice-take-less").click();
    await till.getByText("Nog € 2,50 op een andere manier").waitFor();
    await note();
    await till.getByTestId("practice-refund").click();
    await note();
    await till.getByTestId("practice-next").click();
    await pressAmount(till, "5,00");
    await till.getByTestId("practice-scan").click();
    await till.getByTestId("pretend-enough").click();
    await till.getByTestId("practice-amount").waitFor();
    await note();
    await till.getByTestId("practice-next").click();

    await soonCounts(till.getByTestId("lessons").locator("li.strong"), 3);
    for (const text of said) expect(text).to.not.match(/\bBetaald\b/);
    expect(asked).to.deep.equal([]);
    await till.getByTestId("back").click();
    await till.getByTestId("waiting").waitFor();
  });
});

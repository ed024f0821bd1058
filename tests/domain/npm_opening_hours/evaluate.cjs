// stdin: [{"hours": "Mo-Fr 09:00-17:00", "moments": ["2026-11-02T09:00:00+08:00", …]}, …]
// stdout: for each, a list of booleans (open at that moment), or the error as a string.
const OpeningHours = require("opening_hours");

const place = { lat: 31.22, lon: 121.43, address: { country_code: "cn", state: "上海市" } };

const answer = ({ hours, moments }) => {
  try {
    const schedule = new OpeningHours(hours, place);
    return moments.map((moment) => schedule.getState(new Date(moment)));
  } catch (error) {
    return String(error);
  }
};

let input = "";
process.stdin.on("data", (chunk) => (input += chunk));
process.stdin.on("end", () => process.stdout.write(JSON.stringify(JSON.parse(input).map(answer))));

// UTBLICK_URL=http://127.0.0.1:8080 UTBLICK_USER=samordnaren UTBLICK_PASSWORD=… npm run example
import { connect, content, pages } from "../dist/index.js";

const { UTBLICK_URL: url, UTBLICK_USER: username, UTBLICK_PASSWORD: password } = process.env;
const api = connect({ baseUrl: `${url}/international-strategy/v1`, credentials: { username, password } });
const norwegian = (page) => api.GET("/partners", { params: { query: { country: ["NO"], sort: "name", page } } }).then(content);
for await (const partner of pages(norwegian)) {
  console.log(`${partner.name} (${partner.state})`);
}

// Draws the course of figures: a line for the rate, pale bars for the cases behind it, a dashed line for the target.
// What is drawn comes with the page (data-chart); nothing is asked of any server.
"use strict";

(() => {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const INK = colour("ink-2"), HAIR = colour("hair"), BRAND = colour("brand"), MISSED = colour("missed");
  const FONT = style.fontFamily;

  const reached = (told, rate) =>
    told.target === null || (told.atMost ? rate <= told.target : rate >= told.target);

  const top = (told) => {
    const highest = 1.2 * Math.max(told.target ?? 0, ...told.rates.filter((rate) => rate !== null));
    return !told.low || highest > 50 ? 100 : highest > 25 ? 50 : 25;
  };

  const tip = (told) => (points) => {
    const at = points[0].dataIndex;
    const rate = told.rates[at];
    const counts = `${told.numerators[at]} / ${told.denominators[at]}`;
    return rate === null ? `${told.full[at]}\n${told.none}` : `${told.full[at]}\n${rate.toFixed(2)}%   ${counts}`;
  };

  const option = (told, tall) => {
    const full = top(told);
    const most = Math.max(...told.denominators, 1);
    return {
      animation: false,
      textStyle: { fontFamily: FONT, color: INK },
      grid: { left: 40, right: told.target === null ? 12 : 48, top: 24, bottom: 24 },
      tooltip: {
        trigger: "axis", renderMode: "richText", formatter: tip(told), confine: true,
        backgroundColor: "#fff", borderColor: INK, borderWidth: 1, textStyle: { color: "#1b2631", fontSize: 13 },
        axisPointer: { type: "line", lineStyle: { color: INK, type: "dotted" } },
      },
      xAxis: {
        type: "category", data: told.labels, axisTick: { show: false },
        axisLine: { lineStyle: { color: INK } }, axisLabel: { color: INK, fontSize: 12, interval: "auto" },
      },
      yAxis: [
        { type: "value", min: 0, max: full, interval: full / 2, axisLabel: { color: INK, fontSize: 11, formatter: "{value}%" }, splitLine: { lineStyle: { color: HAIR } } },
        { type: "value", min: 0, max: most * 2.2, show: false },
      ],
      series: [
        { type: "bar", yAxisIndex: 1, data: told.denominators, barMaxWidth: tall ? 48 : 26, itemStyle: { color: "#d5dde3" }, emphasis: { disabled: true },
          label: { show: tall || told.labels.length <= 4, position: "insideBottom", color: INK, fontSize: 11, formatter: ({ value }) => value || "" } },
        {
          type: "line", data: told.rates.map((rate) => rate === null ? null : {
            value: rate,
            symbol: reached(told, rate) ? "circle" : "triangle",
            symbolSize: reached(told, rate) ? 7 : 10,
            itemStyle: { color: reached(told, rate) ? BRAND : MISSED },
            label: { position: reached(told, rate) || told.atMost ? "top" : "bottom" },
          }),
          lineStyle: { color: BRAND, width: 2 }, showAllSymbol: true, connectNulls: false, emphasis: { disabled: true }, z: 5,
          label: { show: tall || told.labels.length <= 4, position: "top", color: "#1b2631", textBorderColor: "#fff", textBorderWidth: 3, fontSize: 11.5, formatter: ({ value }) => `${Math.round(value * 10) / 10}%` },
          markLine: told.target === null ? undefined : {
            silent: true, symbol: "none", animation: false, data: [{ yAxis: told.target }],
            lineStyle: { color: "#46525e", type: "dashed", width: 1.5 },
            label: { formatter: told.targetLabel, position: "end", color: "#1b2631", fontSize: 11.5 },
          },
        },
      ],
    };
  };

  let drawn = [];
  const draw = () => {
  drawn = drawn.filter((chart) => chart.getDom().isConnected || chart.dispose());
  for (const figure of document.querySelectorAll("[data-chart]:not([data-drawn])")) {
    const told = JSON.parse(figure.dataset.chart);
    const canvas = figure.querySelector(".canvas");
    if (!told.denominators.some(Boolean)) {
      canvas.textContent = told.nothing;
      canvas.classList.add("nothing");
      figure.dataset.drawn = "nothing";
      continue;
    }
    const chart = echarts.init(canvas, null, { renderer: "svg" });
    chart.setOption(option(told, figure.classList.contains("tall")));
    drawn.push(chart);
    figure.dataset.drawn = "yes";
  }
  };

  // In print the drawing scales with the paper instead of keeping its pixels.
  const scalable = () => {
    for (const chart of drawn) {
      const picture = chart.getDom().querySelector("svg");
      picture.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    }
  };
  draw();
  scalable();
  document.addEventListener("yingsu:swapped", () => { draw(); scalable(); }); // what was read anew (live.js)
  let waiting;
  addEventListener("resize", () => {
    if (matchMedia("print").matches) return;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      drawn.forEach((chart) => chart.resize());
      scalable();
    });
  });
})();

using System.Globalization;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.ModelBuilder.Code;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Pipelines;

/// <summary>Dates are taken apart by formulas in the model; DateTime says what they should say.</summary>
[TestClass]
public sealed class DatePartsTests
{
    private static readonly DateTime Beginning = new(2000, 1, 1);

    [TestMethod]
    public void Of_EveryFormat_GivesTheParts()
    {
        var random = new Random(5);
        foreach (var format in DateFormats.All)
        {
            var dates = Enumerable.Range(0, 40)
                .Select(_ => new DateTime(1600, 1, 1).AddDays(random.Next(300_000)).AddMinutes(random.Next(1440)))
                .ToArray();
            var text = dates.Select(date => date.ToString(format.Replace("Z", "\\Z"), CultureInfo.InvariantCulture));
            var parts = Parts(format, text);
            for (var i = 0; i < dates.Length; i++)
            {
                var (date, got) = (dates[i], parts.Select(part => part[i]).ToArray());
                float[] wanted =
                [
                    (date.Date - Beginning).Days, date.Month, date.Day, ((int)date.DayOfWeek + 6) % 7,
                    .. format.Contains('H') ? [date.Hour + (date.Minute / 60f)] : (float[])[],
                ];
                CollectionAssert.AreEqual(wanted, got, $"{format}: {date:O}");
            }
        }
    }

    [TestMethod]
    public void Of_EveryDayOfFourHundredYears_IsCounted()
    {
        var days = Enumerable.Range(0, 146_097 + 2).Select(day => new DateTime(1895, 3, 1).AddDays(day)).ToArray();
        var parts = Parts("yyyy-MM-dd", days.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        CollectionAssert.AreEqual(days.Select(day => (float)(day - Beginning).Days).ToArray(), parts[0]);
        CollectionAssert.AreEqual(days.Select(day => (((int)day.DayOfWeek) + 6) % 7f).ToArray(), parts[3]);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("NA")]
    [DataRow("2024-13-01")]
    [DataRow("2024-00-01")]
    [DataRow("2024-01-00")]
    [DataRow("2024-01-32")]
    [DataRow("2024-1-1")]
    [DataRow("01.01.2024")]
    [DataRow("20x4-01-01")]
    [DataRow("2024-02-1")]
    public void Of_TextThatIsNoDate_IsMissing(string text)
    {
        foreach (var part in Parts("yyyy-MM-dd", [text])) Assert.IsTrue(float.IsNaN(part[0]), $"{text}: {part[0]}");
    }

    // One digit and two, and two written where one would do, in one column.
    [TestMethod]
    [DataRow("M/d/yyyy", "1/2/2024", 2024, 1, 2)]
    [DataRow("M/d/yyyy", "01/02/2024", 2024, 1, 2)]
    [DataRow("M/d/yyyy", "12/3/2024", 2024, 12, 3)]
    [DataRow("d.M.yyyy", "9.12.1999", 1999, 12, 9)]
    [DataRow("d.M.yyyy H:mm", "19.2.1999 7:05", 1999, 2, 19)]
    [DataRow("yyyy-M-d", "2024-2-9", 2024, 2, 9)]
    [DataRow("yyyy-M-d", "2024-12-31", 2024, 12, 31)]
    public void Of_ShortDate_GivesTheParts(string format, string text, int year, int month, int day)
    {
        var parts = Parts(format, [text]);
        Assert.AreEqual((new DateTime(year, month, day) - Beginning).Days, parts[0][0]);
        Assert.AreEqual((month, day), ((int)parts[1][0], (int)parts[2][0]));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("1/2")]
    [DataRow("1/2/")]
    [DataRow("1/2/24")]
    [DataRow("13/2/2024")]
    [DataRow("1/32/2024")]
    [DataRow("/2/2024")]
    [DataRow("x/2/2024")]
    public void Of_TextThatIsNoShortDate_IsMissing(string text)
    {
        foreach (var part in Parts("M/d/yyyy", [text])) Assert.IsTrue(float.IsNaN(part[0]), $"{text}: {part[0]}");
    }

    private static float[][] Parts(string format, IEnumerable<string> text)
    {
        var recipe = TableOfRows.Named("m", Scenario.Regression, "x", "y", "when", "z");
        var date = recipe.Columns[2] with { Format = format };
        var (steps, made) = DateParts.Of(date, new PipelineColumns(recipe));
        var mlContext = new MLContext(1);
        var rows = mlContext.Data.LoadFromEnumerable(text.Select(one => new Row { when = one }));
        foreach (var step in steps) rows = step.Estimator(mlContext).Fit(rows).Transform(rows);
        return [.. made.Select(column => rows.GetColumn<float>(column).ToArray())];
    }

    private sealed class Row
    {
        public string when { get; set; } = "";
    }
}

using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks.Text;
using Microsoft.ML.Larq.Reports;
using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Tests.Reports;

/// <summary>
/// Names that people, other programs and files give to columns, classes, metrics and titles: shown and written whatever
/// they hold, and obeyed by no page and no terminal.
/// </summary>
[TestClass]
public class HostileNamesTests
{
    // What was given, and what a person may be shown.
    private static readonly (string Given, string Shown)[] Names =
    [
        ("run \u001b[1m", "run \uFFFD[1m"), ("a\0b", "a\uFFFDb"), ("half \ud83d", "half \uFFFD"),
        ("\udc00 half", "\uFFFD half"), ("\ud800\ud800\udc00", "\uFFFD\ud800\udc00"), ("bell\a\b", "bell\uFFFD\uFFFD"),
        ("\u202Etxt.exe", "\uFFFDtxt.exe"), ("\u2066a\u2069\u200F\u061C", "\uFFFDa\uFFFD\uFFFD\uFFFD"),
        ("del\u007f c1\u0085\u009b31m", "del\uFFFD c1\uFFFD\uFFFD31m"),
        ("none \uffff\ufffe\ufdd0", "none \uFFFD\uFFFD\uFFFD"),
        ("none \ud83f\udfff", "none \uFFFD"), ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("]]> & \" ' <!--", "]]> & \" ' <!--"), ("שלום 😀 日本\té", "שלום 😀 日本\té"), ("", ""),
    ];

    [TestMethod]
    public void VisibleText_OfANameThatHoldsAnything_IsWhatAPersonMaySee()
    {
        foreach (var (given, shown) in Names) Assert.AreEqual(shown, VisibleText.Of(given));
        for (var code = 0; code <= char.MaxValue; code++)
        {
            var text = VisibleText.Of($"x{(char)code}");
            Assert.IsTrue(text == $"x{(char)code}" || text == "x\uFFFD", $"{code:X4}");
            Assert.IsFalse(text[1] is (< ' ' and not ('\t' or '\n')) or '\u001b' or '\u009b' or '\u202e', $"{code:X4}");
        }
    }

    [TestMethod]
    public void Report_EveryTextHostile_IsWellFormedAndShowsIt()
    {
        foreach (var (given, shown) in Names)
        {
            var history = Histories.Of(
                ("Loss", [1, 0.5]), (given, [1, 2]), (given + "M", [1, 2]), ("flip_ratio/" + given, [0.1, 0.2]),
                ("own/" + given, [0.1, 0.2]));
            var content = HtmlReportTests.Content(history) with
            {
                Title = given,
                Facts = [(given + "F", given), ("Input", given)],
                Agreement = given,
                Options = [(given + "O", given)],
                DefaultOptions = [(given + "O", given + "default")],
            };
            var text = HtmlReport.Of(content);
            Assert.DoesNotContain("<script", text);
            var page = XDocument.Parse(text);
            Assert.AreEqual(shown, page.Descendants("title").First().Value);
            Assert.AreEqual(shown, page.Descendants("h1").Single().Value);
            var cells = page.Descendants().Where(element => element.Name.LocalName is "td" or "th" or "dt" or "dd")
                .Select(cell => cell.Value).ToArray();
            foreach (var wanted in new[] { shown + "M", shown + "F", shown, shown + "O", shown + "default" })
                CollectionAssert.Contains(cells, wanted);
            Assert.AreEqual(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
        }
    }

    [TestMethod]
    public void WriteReport_HostileTitleAndColumn_IsWritten() => Histories.InAFolder(folder =>
    {
        var context = new MLContext(1);
        var options = Trainers.Options(epochs: 1);
        var rows = context.Transforms.CopyColumns("a\0\u001b\ud800", "Features").Fit(Trainers.Table(context))
            .Transform(Trainers.Table(context));
        options.FeatureColumnName = "a\0\u001b\ud800";
        var model = context.Larq().BinaryNet(options).Fit(rows);
        var path = Path.Combine(folder, "report.html");
        model.WriteReport(path, "run \u001b[1m");
        var page = XDocument.Load(path);
        Assert.AreEqual("run \uFFFD[1m", page.Descendants("title").First().Value);
        StringAssert.Contains(page.Root!.Value, "a\uFFFD\uFFFD\uFFFD");
        model.WriteReport(path);
        _ = XDocument.Load(path);
    });

    // What half a surrogate pair cannot be in UTF-8; all else comes back as it was.
    [TestMethod]
    public void History_HostileNames_AreWrittenAndReadBack() => Histories.InAFolder(folder =>
    {
        foreach (var (given, _) in Names.Where(name => name.Given != ""))
        {
            var history = Histories.Of((given, [1]));
            var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(given));
            var path = Path.Combine(folder, "history");
            history.WriteJson(path);
            using (var json = JsonDocument.Parse(File.ReadAllBytes(path)))
                Assert.AreEqual(whole, json.RootElement.EnumerateObject().Last().Name);
            history.WriteCsv(path);
            var heading = File.ReadAllText(path).Split("\n1,")[0]["epoch,".Length..];
            if (heading.StartsWith('"')) heading = heading[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
            Assert.AreEqual(whole, heading);
            history.WriteTensorBoard(Path.Combine(folder, "events"));
            var events = File.ReadAllBytes(Directory.GetFiles(Path.Combine(folder, "events", "train")).Single());
            Assert.AreNotEqual(-1, events.AsSpan().IndexOf(Encoding.UTF8.GetBytes(given)));
        }
    });

    [TestMethod]
    public void Log_HostileNames_CommandNoTerminal()
    {
        var context = new MLContext();
        var heard = new List<string>();
        context.Log += (_, message) =>
        {
            if (message.Kind is not ChannelMessageKind.Trace) heard.Add(message.RawMessage);
        };
        using var channel = ((IHostEnvironment)context).Register("test").Start("talk");
        foreach (var (given, _) in Names)
        {
            HostServices.Info(channel, given + "!");
            HostServices.Warning(channel, given + "!");
        }

        var shown = Names.Select(name => name.Shown + "!");
        CollectionAssert.AreEqual(shown.SelectMany(text => new[] { text, text }).ToArray(), heard);
    }

    // The layers' names are a file's, which anyone may have written.
    [TestMethod]
    public void KerasReport_HostileNames_CommandNoTerminal()
    {
        foreach (var (given, shown) in Names)
        {
            var report = new KerasReport([new KerasMatch(given, given, 1, true)], [given]);
            Assert.AreEqual(
                $"{shown} ← {shown}, 1 weights, kernel already quantized{Environment.NewLine}"
                + $"{shown}: in the file, not in the network",
                report.ToString());
        }
    }
}

using System.Diagnostics;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Hosting;
using Microsoft.ML.Larq.Tests.Progress;

namespace Microsoft.ML.Larq.Tests.Reports;

/// <summary>A trained model's report as a browser sees it, where there is a Chromium.</summary>
[TestClass]
public class BrowserTests
{
    [TestMethod]
    public void WriteReport_OfATrainedModel_OpensInABrowserWithoutComplaint() => Histories.InAFolder(folder =>
    {
        var path = Path.Combine(folder, "report.html");
        var options = Trainers.Options();
        options.GradientProbeInterval = 1;
        options.Optimizer = Optimize.Adam(1e-9f); // nothing moves: there is something to warn of
        Trainers.Fit(new MLContext(seed: 1), options).WriteReport(path, "Read by a browser");
        var picture = Path.Combine(folder, "report.png");
        var (dom, log) = Chromium(folder, path, picture);
        StringAssert.Contains(dom, "<title>Read by a browser</title>");
        StringAssert.Contains(dom, "Gradient flow of kernels by layer and epoch");
        StringAssert.Contains(dom, "quant_dense_1.input, epoch 2: ");
        StringAssert.Contains(dom, "Starved weights over the epochs");
        StringAssert.Contains(dom, "Gradient mismatch by layer and epoch");
        StringAssert.Contains(dom, "<b>frozen_layer</b>: all 2 layers: ");
        StringAssert.Contains(dom, "Adam(LearningRate: 1E-09");
        StringAssert.Contains(dom, "</details></main>");
        Assert.DoesNotContain("CONSOLE", log); // what a page may not do, a browser says there
        CollectionAssert.AreEqual(new byte[] { 0x89, 0x50, 0x4e, 0x47 }, File.ReadAllBytes(picture)[..4]);
        Assert.IsGreaterThan(20_000L, new FileInfo(picture).Length); // an empty page of this size takes 5 KB
    });

    [TestMethod]
    public void WriteReport_OfALoadedModel_IsTheSameText() => Histories.InAFolder(folder =>
    {
        var context = new MLContext(seed: 1);
        var model = Model();
        using var stream = new MemoryStream();
        context.Model.Save(model, Samples.Data(context).Schema, stream);
        var (before, after) = (Path.Combine(folder, "before.html"), Path.Combine(folder, "after.html"));
        model.WriteReport(before);
        ((BinarizedNetworkTransformer)context.Model.Load(stream, out _)).WriteReport(after);
        StringAssert.Contains(File.ReadAllText(before), "Binarized network for 'Label'");
        Assert.AreEqual(File.ReadAllText(before), File.ReadAllText(after));
        Assert.ThrowsExactly<ArgumentException>(() => model.WriteReport(""));
    });

    private static BinarizedNetworkTransformer Model()
    {
        var context = new MLContext(seed: 1);
        return Trainers.Fit(context, Trainers.Options());
    }

    private static (string Dom, string Log) Chromium(string folder, string page, string picture)
    {
        var browser = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(path => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(
                name => Path.Combine(path, name)))
            .FirstOrDefault(File.Exists);
        if (browser is null) Assert.Inconclusive("No Chromium is installed; the report was written but not opened.");
        var start = new ProcessStartInfo(browser!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr",
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
                $"--user-data-dir={Path.Combine(folder, "profile")}", "--window-size=1280,1600",
                $"--screenshot={picture}", "--dump-dom", new Uri(page).AbsoluteUri,
            },
        };
        using var process = Process.Start(start)!;
        var (dom, log) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The browser did not come to an end within a minute.");
        }

        return (dom.Result, log.Result);
    }
}

using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Tests.Hosting;

[TestClass]
public class HostServicesTests
{
    [TestMethod]
    [DataRow(7)]
    [DataRow(null)]
    public void Seed_OfContextAndHost_IsTheContexts(int? seed)
    {
        IHostEnvironment context = new MLContext(seed);
        Assert.AreEqual(seed, HostServices.Seed(context));
        Assert.AreEqual(seed, HostServices.Seed(context.Register("test")));
    }

    [TestMethod]
    [DataRow(null, true)]
    [DataRow(3, false)]
    public void Device_OfContextAndHost_IsTheContexts(int? device, bool fallback)
    {
        IHostEnvironment context = new MLContext { GpuDeviceId = device, FallbackToCpu = fallback };
        foreach (var environment in new[] { context, context.Register("test") })
        {
            Assert.AreEqual(device, HostServices.GpuDeviceId(environment));
            Assert.AreEqual(fallback, HostServices.FallbackToCpu(environment));
        }
    }

    [TestMethod]
    public void TempFolder_OfContextAndHost_IsTheContexts()
    {
        var folder = Path.Combine(Path.GetTempPath(), "larq-elsewhere");
        IHostEnvironment context = new MLContext { TempFilePath = folder };
        Assert.AreEqual(folder, HostServices.TempFolder(context));
        Assert.AreEqual(folder, HostServices.TempFolder(context.Register("test")));
    }

    [TestMethod]
    public void CheckAlive_BeforeAndAfterCancel_ThrowsAfter()
    {
        var context = new MLContext();
        var host = ((IHostEnvironment)context).Register("test");
        HostServices.CheckAlive(host);
        HiddenMembers.Cancel(context);
        Assert.ThrowsExactly<OperationCanceledException>(() => HostServices.CheckAlive(host));
    }

    [TestMethod]
    public void Messages_WithBraces_ReachTheLogAsTheyAre()
    {
        var context = new MLContext();
        var heard = new List<(ChannelMessageKind, string)>();
        context.Log += (_, message) =>
        {
            // Channels trace their own start and end.
            if (message.Kind is not ChannelMessageKind.Trace) heard.Add((message.Kind, message.RawMessage));
        };
        using var channel = ((IHostEnvironment)context).Register("test").Start("talk");
        HostServices.Info(channel, "{0} epochs");
        HostServices.Warning(channel, "}{");
        CollectionAssert.AreEqual(
            new[] { (ChannelMessageKind.Info, "{0} epochs"), (ChannelMessageKind.Warning, "}{") }, heard);
    }
}

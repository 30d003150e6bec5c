namespace Microsoft.ML.Larq.Tests.House;

[TestClass]
public class ProbeTests
{
    [TestMethod]
    public void Probe() => Assert.AreEqual(2, int.Parse("2", System.Globalization.CultureInfo.InvariantCulture));
}

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public class NullReferenceWatchTests
{
    // Dereferenced here, once: threads of tests have room for it.
    [TestMethod]
    public void Check_AfterANullWasDereferencedAndCaught_FailsOnceAndSaysWhere()
    {
        NullReferenceWatch.Check();
        Assert.ThrowsExactly<NullReferenceException>(() => Length(null));
        var failure = Assert.ThrowsExactly<AssertFailedException>(NullReferenceWatch.Check);
        StringAssert.Contains(failure.Message, $"{nameof(NullReferenceWatchTests)}.{nameof(Length)}");
        NullReferenceWatch.Check();
    }

    private static int Length(string? text) => text!.Length;
}

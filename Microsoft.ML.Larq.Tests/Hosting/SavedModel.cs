using System.IO.Compression;
using System.Reflection;
using Microsoft.ML.Larq.Hosting;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>A model file in a temporary folder, and ways to damage it.</summary>
internal sealed class SavedModel : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq");

    public SavedModel(ModelPayload payload)
    {
        var data = SampleTransformer.Data(Context);
        Context.Model.Save(BinarizedNetworkTransformer.Load(payload), data.Schema, Path);
    }

    public MLContext Context { get; } = new();

    public string Path => Beside("model.zip");

    public string Beside(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public ModelPayload Load() => Payload(Path);

    /// <summary>
    /// The error of a load that must fail, without the wrapping of ML.NET, which loads by reflection.
    /// </summary>
    public FormatException Refusal()
    {
        var error = Assert.Throws<Exception>(() => Load());
        while (error is TargetInvocationException { InnerException: { } inner }) error = inner;
        return Assert.IsExactInstanceOfType<FormatException>(error);
    }

    public ModelPayload Payload(string path)
    {
        var model = Context.Model.Load(path, out _);
        var ours = model is Data.TransformerChain<ITransformer> chain ? chain.Single() : model;
        return ((BinarizedNetworkTransformer)ours).ToPayload();
    }

    /// <summary>Rewrites one part; null removes it.</summary>
    public void Change(string part, Func<byte[], byte[]?> change)
    {
        using var zip = ZipFile.Open(Path, ZipArchiveMode.Update);
        var entry = zip.Entries.Single(e => e.FullName.EndsWith(part, StringComparison.Ordinal)
            && !e.FullName.Contains("Schema", StringComparison.Ordinal));
        var name = entry.FullName;
        byte[] before;
        using (var memory = new MemoryStream())
        {
            using (var stream = entry.Open()) stream.CopyTo(memory);
            before = memory.ToArray();
        }

        entry.Delete();
        if (change(before) is not { } after) return;
        using var target = zip.CreateEntry(name).Open();
        target.Write(after);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

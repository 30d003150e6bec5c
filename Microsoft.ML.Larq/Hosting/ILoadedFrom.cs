using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>A transformer that is made of what an archive has read, without knowing ML.NET's file.</summary>
/// <typeparam name="TSelf">The transformer.</typeparam>
/// <typeparam name="TContent">What the archive reads.</typeparam>
internal interface ILoadedFrom<out TSelf, in TContent>
    where TSelf : ITransformer
{
    /// <exception cref="FormatException">The content is not one; the message says in what.</exception>
    static abstract TSelf Load(IHostEnvironment environment, TContent content);
}

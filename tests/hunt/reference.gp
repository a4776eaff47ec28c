\\ Reference integrals E phi(sqrt(q) g) h_r(g), r < N, and E phi(sqrt(q) g)^2 by two quadratures whose resolution is doubled until two agree.
f_exp(x)=exp(x);
f_log(x)=log(x);
f_log1p(x)=if(abs(x)<1/1000,log1p(x),log(1+x));
f_expm1(x)=expm1(x);
f_sqrt(x)=sqrt(x);
f_sin(x)=sin(x);
f_cos(x)=cos(x);
f_tan(x)=tan(x);
f_sinh(x)=sinh(x);
f_cosh(x)=cosh(x);
f_tanh(x)=tanh(x);
f_asinh(x)=asinh(x);
f_atan(x)=atan(x);
f_erfc(x)=if(x<0,2-erfc(-x),erfc(x));
f_erf(x)=if(x<0,erfc(-x)-1,1-erfc(x));
f_sigmoid(x)=if(x<0,exp(x)/(1+exp(x)),1/(1+exp(-x)));
f_softplus(x)=if(x<0,f_log1p(exp(x)),x+f_log1p(exp(-x)));
f_gelu(x)=x*f_erfc(-x/sqrt(2))/2;
f_silu(x)=x*f_sigmoid(x);
f_mish(x)=x*tanh(f_softplus(x));
f_softsign(x)=x/(1+abs(x));
f_relu(x)=if(x>0,x,0);
f_leaky_relu(x,a=1/100)=if(x>=0,x,a*x);
f_elu(x,a=1)=if(x>=0,x,a*expm1(x));
f_abs(x)=abs(x);
f_sign(x)=sign(x);
f_step(x)=if(x>=0,1,0);
f_min(x,y)=min(x,y);
f_max(x,y)=max(x,y);
f_clip(x,l,h)=min(max(x,l),h);

\\ Numbers are exact rationals or have the precision of the call: a constant such as 1. in a function has that of its definition.
\\ phi h_0 .. phi h_(N-1), phi^2 at the point x, times w.  roots[r] = sqrt(r).
row(f,sq,roots,N,x,w)={my(v=vector(N+1),p=f(sq*x),a=p*w);
  v[1]=a; if(N>1,v[2]=a*x); for(r=2,N-1, v[r+1]=(x*v[r]-roots[r-1]*v[r-1])/roots[r]); v[N+1]=a*p; v};
density(x)=exp(-x^2/2)/sqrt(2*Pi);
largest(v)=vecmax(abs(v));
\\ Beyond reach(), on that side, the integrands are below 2^-b of the scale found so far: that of the coefficients, and that of phi^2.
reach(f,sq,roots,N,b,side)={my(R=1,low=0,top=[2.^-5000,2.^-5000],v,m); while(low<4&&R<150, R+=1/2; v=row(f,sq,roots,N,side*R,density(R));
  m=[largest(v[1..N]),abs(v[N+1])]; top=[max(top[1],m[1]),max(top[2],m[2])]; low=if(m[1]<2^(-b)*top[1]&&m[2]<2^(-b)*top[2],low+1,0)); R};

\\ Points (x, weight) of level k, those of the levels before left out.  The trapezoid rule on [-A, B] with step 2^-k.
line(A,B,shift,k)={my(h=2^-k,L=List()); for(j=ceil((-A-shift)/h),floor((B-shift)/h), if(k==1||j%2,my(x=j*h+shift);listput(L,[x,density(x)]))); L};
\\ tanh-sinh on [a, c], step 2^-k.
panel(a,c,b,k)={my(h=2^-k,L=List(),half=(c-a)/2,mid=(a+c)/2,T=asinh(b*log(2)/Pi+2),s,u,x);
  for(j=ceil(-T/h),floor(T/h), if(k==1||j%2, s=Pi/2*sinh(j*h); u=exp(-2*abs(s)); x=if(s<0,a+2*half*u/(1+u),c-2*half*u/(1+u)); listput(L,[x,half*Pi/2*cosh(j*h)*4*u/(1+u)^2*density(x)]))); L};

\\ [values, errors, levels]: target bits relative to sqrt(E phi^2) (E phi^2 for the last), at most `most` points; kinks: of phi, increasing; [] when
\\ too many points would be needed.
moments(f,q,N,target,kinks,shift,most)={my(b=target+80,sq,roots,A,B,S,T,old,diff,scale,count=0,points,n=#kinks,edges,size);
  localbitprec(b+64); sq=sqrt(q); roots=vector(N+1,r,sqrt(r)); A=reach(f,sq,roots,N,b,-1); B=reach(f,sq,roots,N,b,1);
  edges=concat([[-A],select(x->x>-A&&x<B,apply(t->t/sq,kinks)),[B]]);
  S=vector(N+1); size=vector(N+1); old=0;
  for(k=1,14,
    points=if(n==0,line(A,B,shift,k),concat(vector(#edges-1,i,Vec(panel(edges[i],edges[i+1],b,k)))));
    count+=#points; if(count>most,return([]));
    for(i=1,#points, my(v=row(f,sq,roots,N,points[i][1],points[i][2])); S+=v; size+=abs(v));
    T=S*2^-k; scale=sqrt(abs(T[N+1]))+2.^-5000;
    if(k>2, diff=abs(T-old);
      if(vecmax(diff[1..N])<2^(-target)*scale&&diff[N+1]<2^(-target)*scale^2, return([T,diff+size*2.^(-k-b+10)+concat(vector(N,r,2^(12-b)*scale),[2^(12-b)*scale^2]),k])));
    old=T); []};
\\ An exact number as mantissa:exponent.
shown(x)={my(e); if(x==0,"0:0", e=exponent(x)-bitprecision(x)+4; Str(round(x*2^(-e)),":",e))};
answer(r)=if(#r==0,print("none"),for(i=1,#r[1],print(shown(r[1][i])," ",shown(r[2][i]))));
